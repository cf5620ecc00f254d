/**
 * The demo event: what a newcomer finds on the first start. Made through the same calls that people make, with the clock put to the moment
 * at which each happened, so that everything about it is as real as at an event.
 */

import { Attendee } from "@lanyard/core/attendee";
import { Badge } from "@lanyard/core/badge";
import { Card } from "@lanyard/core/card";
import { CheckIn } from "@lanyard/core/check-in";
import { Contact } from "@lanyard/core/contact";
import type { Deps } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Exchange } from "@lanyard/core/exchange";
import { Import } from "@lanyard/core/import";
import { Mailing } from "@lanyard/core/mailing";
import { Member } from "@lanyard/core/member";
import { Person } from "@lanyard/core/person";
import { attendeeNumber, companies, headlines, notes, people, wishes } from "./demo-people.ts";
import type { Running } from "./run.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ORGANIZER = "ingrid@tidewater.example";

/** About 200 attendees, two days of scans, an event that ended an hour ago. */
export async function loadDemo(running: Running, say: (line: string) => void): Promise<void> {
  const start = Date.now();
  say("First start: making the demo event (about 200 attendees, two days of scans) ...");
  const end = Math.floor((start - HOUR) / HOUR) * HOUR;
  const begin = end - DAY - 9 * HOUR;
  const chance = mulberry(2026);
  let now = begin - 20 * DAY;
  const deps: Deps = { ...running.deps, clock: () => now, events: new Map() };

  const organizer = await enter(deps, ORGANIZER);
  const event = await Event.create(organizer, {
    name: "Tidewater 2026",
    startsAt: begin,
    endsAt: end,
    timeZone: "Europe/Amsterdam",
    venue: "Rotterdam Ahoy",
  });
  const owner = await Event.serve(organizer, event.id, Member.ORGANIZERS);
  const guests = people(attendeeNumber, chance);
  await Import.rows(owner, { rows: guests });
  say(`  ${guests.length} attendees imported`);

  const crowd: Guest[] = [];
  for (const guest of guests) {
    now = begin - DAY + Math.floor(chance() * DAY);
    const person = Person.idOf(deps, guest.email);
    const attendee = (await Attendee.read(deps, event.id, person))!;
    const claims = guest.email.startsWith("mara@") || chance() < 0.83;
    if (!claims) {
      crowd.push({ attendee });
      continue;
    }
    const signedIn = await enter(deps, guest.email);
    await Person.patchCard(signedIn, Card.Patch.parse(cardOf(guest, chance)));
    const ctx = await Event.attend(await enter(deps, guest.email), event.id);
    const lot = chance();
    if (lot < 0.9 || guest.email.startsWith("mara@")) {
      const policy = lot < 0.68 || guest.email.startsWith("mara@") ? "open" : lot < 0.87 ? "ask" : "closed";
      await Attendee.patchMine(ctx, { policy, purpose: { lookingFor: pick(wishes, chance), offering: pick(wishes, chance) } });
    }
    crowd.push({ attendee, ctx: await Event.attend(await enter(deps, guest.email), event.id) });
  }
  say(`  ${crowd.filter((guest) => guest.ctx).length} of them claimed their badge`);

  const moments = plan(crowd, begin, end, chance);
  let scans = 0;
  for (const moment of moments) {
    now = moment.at;
    if (moment.kind === "check-in") {
      await CheckIn.create(owner, { badge: Badge.viewOf(deps, moment.who.attendee).code });
      continue;
    }
    scans += await scan(deps, moment.who, moment.whom, chance);
  }
  now = end;
  await Mailing.put(owner, "follow-up", {
    enabled: true,
    sendAt: start + 12 * HOUR,
    intro: "Thank you for two days in Rotterdam. The talks are online, the next Tidewater is in May.",
  });
  say(`  ${scans} exchanges, done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

type Ctx = Awaited<ReturnType<typeof Event.attend>>;
interface Guest {
  attendee: Attendee.Info;
  ctx?: Ctx;
}

/** Signed in, as after the click on the mailed link. */
async function enter(deps: Deps, email: string) {
  const person = await Attendee.claimAll(deps, await Person.ensure(deps, email));
  const session = { id: "demo", createdAt: deps.clock(), lastSeenAt: deps.clock() };
  return { deps, actor: { type: "person" as const, person, session } };
}

/** One scan; then perhaps the answer to a request, and a note. Answers how many exchanges came of it. */
async function scan(deps: Deps, who: Guest, whom: Guest, chance: () => number): Promise<number> {
  if (!who.ctx) return 0;
  const ctx = { ...who.ctx, deps };
  try {
    const { contact, fresh } = await Exchange.scan(ctx, { badge: Badge.viewOf(deps, whom.attendee).url });
    if (contact.status === "requested" && whom.ctx && chance() < 0.5) {
      await Contact.act({ ...whom.ctx, deps }, who.attendee.id, chance() < 0.85 ? "accept" : "decline", {});
    }
    if (chance() < 0.45 || (who.attendee.row.email.startsWith("mara@") && chance() < 0.7)) {
      await Contact.patch(ctx, whom.attendee.id, Contact.Patch.parse(noteOf(deps, chance)));
    }
    return fresh ? 1 : 0;
  } catch (error) {
    if ((error as { code?: string }).code === "badge.closed") return 0;
    throw error;
  }
}

function noteOf(deps: Deps, chance: () => number) {
  const followUp = new Date(deps.clock() + Math.ceil(chance() * 20) * DAY).toISOString().slice(0, 10);
  return {
    note: pick(notes, chance),
    ...(chance() < 0.4 && { tags: [pick(["pilot", "hiring", "funding", "press", "partner"], chance)] }),
    ...(chance() < 0.4 && { rating: 1 + Math.floor(chance() * 5) }),
    ...(chance() < 0.3 && { followUpOn: followUp }),
  };
}

function cardOf(guest: { email: string; name: string }, chance: () => number) {
  const slug = guest.email.split("@")[0];
  return {
    phone: chance() < 0.6 ? `+31 10 ${100 + Math.floor(chance() * 900)} ${1000 + Math.floor(chance() * 9000)}` : undefined,
    city: pick(["Rotterdam", "Hamburg", "Antwerp", "Lagos", "Busan", "Valencia"], chance),
    links: chance() < 0.7 ? [{ kind: "linkedin", url: `https://www.linkedin.com/in/${slug}` }] : undefined,
    ...(chance() < 0.2 && { headline: pick(headlines, chance) }),
    ...(chance() < 0.05 && { company: pick(companies, chance) }),
  };
}

type Moment = { at: number } & ({ kind: "check-in"; who: Guest } | { kind: "scan"; who: Guest; whom: Guest });

/** Doors in the morning, conversations in waves around the breaks; some talk to many, most to a few, some to nobody. */
function plan(crowd: Guest[], begin: number, end: number, chance: () => number): Moment[] {
  const moments: Moment[] = [];
  const breaks = [1.5, 3, 4.5, 6.5, 8.2].map((hour) => hour * HOUR);
  for (const who of crowd) {
    if (who.ctx ? chance() < 0.93 : chance() < 0.5)
      moments.push({ kind: "check-in", who, at: begin + Math.floor(chance() * chance() * 3 * HOUR) });
    const mara = who.attendee.row.email.startsWith("mara@");
    const eager = mara ? 22 : chance() < 0.14 ? 0 : Math.floor(1 + 9 * chance() ** 2.2);
    for (let i = 0; i < eager; i++) {
      const whom = crowd[Math.floor(chance() * crowd.length)]!;
      const day = chance() < 0.58 ? begin : begin + DAY;
      const at = Math.min(end - 60_000, Math.floor(day + pick(breaks, chance) + (chance() - 0.5) * 1.4 * HOUR));
      if (whom !== who) moments.push({ kind: "scan", who, whom, at });
    }
  }
  return moments.sort((a, b) => a.at - b.at);
}

const pick = <T>(list: readonly T[], chance: () => number): T => list[Math.floor(chance() * list.length)]!;

/** The same demo every time (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
