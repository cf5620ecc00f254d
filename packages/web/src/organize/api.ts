/**
 * The calls only the organizer's pages make. Beside api.ts, so that no attendee's first load carries them.
 */
import { type Badge, type Event, type Page, type Role, send } from "../api.ts";

export * as Organizer from "./api.ts";

/** `color` is the strap's, "#rrggbb". */
export type { Event };
export type MemberRole = "owner" | "organizer" | "staff";
export interface Member {
  personId: string;
  email: string;
  role: MemberRole;
  since: string;
}
export interface Attendee {
  id: string;
  name: string;
  email: string;
  company?: string;
  headline?: string;
  role: Role;
  claimed: boolean;
  checkedInAt?: string;
  connections: number;
  badge: Badge;
}
export interface ImportRow {
  email: string;
  name: string;
  company?: string;
  headline?: string;
  role?: Role;
  reference?: string;
}
export interface ImportResult {
  created: number;
  updated: number;
  unchanged: number;
  /** `row` counts from 0 within the rows sent. */
  rejected: { row: number; field: string; code: string; message: string }[];
}
export interface Progress {
  pending: number;
  sent: number;
  skipped: number;
  failed: number;
  bounced: number;
}
export interface Hour {
  at: string;
  connections: number;
  checkIns: number;
}
export interface Step {
  from: number;
  to?: number;
  attendees: number;
}
export interface MailingSummary {
  enabled: boolean;
  sendAt: string;
  state?: string;
  progress?: Progress;
}
export interface Dashboard {
  attendees: number;
  claimed: number;
  checkedIn: number;
  connections: number;
  requested: number;
  unconnected: number;
  overTime: Hour[];
  distribution: Step[];
  invitation?: MailingSummary | null;
  followUp?: MailingSummary | null;
  asOf: string;
}
export interface Plan {
  enabled: boolean;
  sendAt: string;
  subject?: string;
  intro?: string;
  replyTo?: string;
}
/** One mail to each attendee, once; the last part of its address. */
export type MailingKind = "invitation" | "follow-up";
export interface Mailing {
  plan: (Plan & { state?: string }) | null;
  progress: Progress;
}
export interface Mail {
  subject: string;
  html: string;
  text: string;
}
export interface CheckedIn {
  attendee: { id: string; name: string; role: Role };
  checkedInAt: string;
  first: boolean;
}
export type EventInput = Pick<Event, "name" | "startsAt" | "endsAt" | "timeZone"> & { venue?: string | null; color?: string | null };

/** An import of 500 rows may wait for a throttled table. */
const importMs = 60_000;
const listMs = 30_000;

const at = (eventId: string, ...parts: string[]) => `/api/events/${[eventId, ...parts].map(encodeURIComponent).join("/")}`;

export const createEvent = (input: EventInput) => send<{ event: Event }>("POST", "/api/events", input);
export const event = (eventId: string) => send<{ event: Event }>("GET", at(eventId));
export const patchEvent = (eventId: string, input: Partial<EventInput>) => send<{ event: Event }>("PATCH", at(eventId), input);

export const members = (eventId: string) => send<{ items: Member[] }>("GET", at(eventId, "members"));
export const addMember = (eventId: string, email: string, role: "organizer" | "staff") =>
  send<unknown>("POST", at(eventId, "members"), { email, role });
export const removeMember = (eventId: string, personId: string) => send<void>("DELETE", at(eventId, "members", personId));

/** `limit` is at most 100. */
export const attendees = (eventId: string, cursor?: string) =>
  send<Page<Attendee>>(
    "GET",
    `${at(eventId, "attendees")}?${new URLSearchParams({ limit: "100", ...(cursor && { cursor }) })}`,
    undefined,
    listMs,
  );
export const importRows = (eventId: string, rows: ImportRow[], dryRun: boolean) =>
  send<ImportResult>("POST", at(eventId, "attendees", "import"), { rows, dryRun }, importMs);
export const reprintBadge = (eventId: string, attendeeId: string) =>
  send<{ badge: Badge }>("POST", at(eventId, "attendees", attendeeId, "badge"), {});
export const checkIn = (eventId: string, badge: string, moment: Date) =>
  send<CheckedIn>("POST", at(eventId, "check-ins"), { badge, at: moment.toISOString() });

export const dashboard = (eventId: string) => send<Dashboard>("GET", at(eventId, "dashboard"));
export const mailing = (eventId: string, kind: MailingKind) => send<Mailing>("GET", at(eventId, kind));
export const saveMailing = (eventId: string, kind: MailingKind, plan: Plan) => send<Mailing>("PUT", at(eventId, kind), plan);
/** With invented people, never with anyone's contacts. */
export const previewMailing = (eventId: string, kind: MailingKind) => send<Mail>("POST", at(eventId, kind, "preview"), {});
export const testMailing = (eventId: string, kind: MailingKind) => send<unknown>("POST", at(eventId, kind, "test"), {});
export const sendMailing = (eventId: string, kind: MailingKind) => send<unknown>("POST", at(eventId, kind, "send"), {});
