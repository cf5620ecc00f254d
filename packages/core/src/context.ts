/**
 * What every operation gets first: who acts, and what the world offers (time, chance, table, mail, secrets, settings).
 * Operations ask for the actor they need in their type, so that a route without its guard does not compile.
 *
 * @example
 * export async function scan(ctx: Context<AttendeeActor>, input: Scan) { ... }
 */
import type { Attendee } from "./attendee.ts";
import type { Table } from "./db/table.ts";
import type { Event } from "./event.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Person } from "./person.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";

export interface Deps {
  table: Table;
  mailer: Mailer;
  /** Milliseconds since 1970, UTC. */
  clock: () => number;
  /** Resolves after so many milliseconds of that clock. */
  sleep: (ms: number) => Promise<void>;
  random: (bytes: number) => Buffer;
  secrets: {
    /** Keys every derived id: changing it orphans all data. */
    ids: string;
    /** Peppers sign-in codes; may be rotated at any time. */
    codes: string;
  };
  settings: Settings;
  events: EventCache;
}

/** Events by id, as read at most a few seconds ago. */
export type EventCache = Map<string, { event: Event.Info; readAt: number }>;

export interface PublicActor {
  type: "public";
  /** The network address the request came from, where the front door told it. */
  address?: string;
}
export interface PersonActor {
  type: "person";
  person: Person.Info;
  session: Session.Info;
}
export interface EventActor extends PersonActor {
  event: Event.Info;
}
export interface AttendeeActor extends EventActor {
  attendee: Attendee.Info;
}
export interface MemberActor extends EventActor {
  role: "owner" | "organizer" | "staff";
}
export interface SystemActor {
  type: "system";
}
export type Actor = PublicActor | PersonActor | SystemActor;

export interface Context<A extends Actor = Actor> {
  actor: A;
  deps: Deps;
}
