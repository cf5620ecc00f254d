/**
 * Every key of the table. Nothing outside `db/` writes a key string; docs/data-model.md tells which access pattern uses which.
 * All keys are ASCII. Times inside keys are ISO 8601 in UTC with milliseconds, so that they sort as they happened.
 */
import type { MailingId, MailingKind } from "../mailing-kind.ts";
import type { Key } from "./table.ts";

export const stamp = (ms: number): string => new Date(ms).toISOString();
/** The hour a time lies in, as `2026-05-14T09`. */
export const hourOf = (ms: number): string => stamp(ms).slice(0, 13);

// people
export const person = (id: string): Key => ({ pk: `PERSON#${id}`, sk: "CARD" });
export const session = (id: string, hash: string): Key => ({ pk: `PERSON#${id}`, sk: `SESSION#${hash}` });
export const challenge = (id: string): Key => ({ pk: `CHALLENGE#${id}`, sk: "CHALLENGE" });
export const rate = (scope: string, who: string, window: number): Key => ({ pk: `RATE#${scope}#${who}`, sk: String(window) });
export const suppression = (person: string): Key => ({ pk: `SUPPRESSION#${person}`, sk: "SUPPRESSION" });

// events
export const event = (id: string): Key => ({ pk: `EVENT#${id}`, sk: "EVENT" });
export const member = (event: string, person: string): Key => ({ pk: `EVENT#${event}`, sk: `MEMBER#${person}` });
export const MEMBER_PREFIX = "MEMBER#";
export const membersOf = (event: string) => `EVENT#${event}`;
/** `lists`: the events somebody is a member of. */
export const memberLists = (event: string, person: string) => ({ listsPk: `PERSON#${person}`, listsSk: `EVENT#${event}` });
export const eventsOfMember = (person: string) => `PERSON#${person}`;
/** `work`: events whose rollup still moves, until this time. */
export const foldWork = (event: string, until: number) => ({ workPk: "FOLD", workSk: `${stamp(until)}#${event}` });
export const FOLD_WORK = "FOLD";
export const eventOfWork = (workSk: string) => workSk.slice(workSk.indexOf("#") + 1);

// attendees: one item a writer, so that an import can undo neither a claim nor a check-in
export const attendee = (id: string) => `ATTENDEE#${id}`;
export const row = (id: string): Key => ({ pk: attendee(id), sk: "A#ROW" });
export const self = (id: string): Key => ({ pk: attendee(id), sk: "A#SELF" });
export const checkIn = (id: string): Key => ({ pk: attendee(id), sk: "A#IN" });
export const currentBadge = (id: string): Key => ({ pk: attendee(id), sk: "A#BADGE" });
export const attendeeOf = (pk: string) => pk.slice("ATTENDEE#".length);
/** `lists`: the attendees of an event by id. */
export const attendeeLists = (event: string, id: string) => ({ listsPk: `EVENT#${event}`, listsSk: `ATT#${id}` });
export const attendeesOf = (event: string) => `EVENT#${event}`;
export const ATTENDEE_PREFIX = "ATT#";
/** `lists`: those of an event whose badge was replaced. */
export const reprintLists = (event: string, id: string) => ({ listsPk: `EVENT#${event}`, listsSk: `REPRINT#${id}` });
export const REPRINT_PREFIX = "REPRINT#";
/** `work`: the events a person is on the list of. */
export const attendeeWork = (event: string, person: string) => ({ workPk: `PERSON#${person}`, workSk: `EVENT#${event}` });
export const attendancesOf = (person: string) => `PERSON#${person}`;

// badges: found by short code (a query) and by token (a get)
export const SHORT_CODE_LENGTH = 8;
export const badges = (code: string) => `BADGE#${code}`;
export const badge = (event: string, token: string): Key => ({ pk: badges(token.slice(0, SHORT_CODE_LENGTH)), sk: `${event}#${token}` });
export const badgesOfEvent = (event: string) => `${event}#`;
export const badgeList = (event: string): Key => ({ pk: `EVENT#${event}`, sk: "BADGES" });

// connections: the pair is one item in the low side's partition, listed for the high side
export const connection = (low: string, high: string): Key => ({ pk: attendee(low), sk: `CONN#${high}` });
export const CONNECTION_PREFIX = "CONN#";
export const connectionLists = (low: string, high: string) => ({ listsPk: attendee(high), listsSk: `CONN#${low}` });
export const note = (owner: string, other: string): Key => ({ pk: attendee(owner), sk: `NOTE#${other}` });
export const NOTE_PREFIX = "NOTE#";

// facts: `<when>#<kind>#<ids>` in `feed`, answers that came later in `work`
export const feed = (event: string, shard: number) => `FEED#${event}#${shard}`;
export const answers = (event: string) => `FEED#${event}`;

// rollup
export const rollup = (event: string): Key => ({ pk: `EVENT#${event}`, sk: "ROLLUP" });
export const rollupPage = (event: string, generation: number, page: number): Key => ({
  pk: `ROLLUP#${event}#${generation}`,
  sk: `PAGE#${page}`,
});

// mailings
const MAILINGS: Record<MailingKind, string> = { invitation: "INVITATION", "follow-up": "FOLLOWUP" };
export const plan = ({ event, kind }: MailingId): Key => ({ pk: `EVENT#${event}`, sk: MAILINGS[kind] });
export const kindOfPlan = (sk: string): MailingKind => (sk === MAILINGS.invitation ? "invitation" : "follow-up");
/** `work`: plans by the time they are due. Follow-ups planned before there were invitations name no kind here, nor in their item. */
export const planWork = ({ event, kind }: MailingId, due: number) => ({ workPk: "FOLLOWUP", workSk: `${stamp(due)}#${event}#${kind}` });
export const PLAN_WORK = "FOLLOWUP";
export function mailingOfWork(workSk: string): MailingId {
  const [, event = "", kind = "follow-up"] = workSk.split("#");
  return { event, kind: kind as MailingKind };
}
export const ledgerSlice = ({ event, kind }: MailingId, slice: string) => `${MAILINGS[kind]}#${event}#${slice}`;
export const ledger = (id: MailingId, slice: string, attendee: string): Key => ({ pk: ledgerSlice(id, slice), sk: attendee });
export const senderLease: Key = { pk: "MAILER", sk: "LEASE" };
export const heardEvents: Key = { pk: "MAILER", sk: "HEARD" };

// erasure that goes on until it is done
export const erasure = (person: string): Key => ({ pk: `ERASURE#${person}`, sk: "ERASURE" });
export const erasureWork = (person: string, at: number) => ({ workPk: "ERASURE", workSk: `${stamp(at)}#${person}` });
export const ERASURE_WORK = "ERASURE";
