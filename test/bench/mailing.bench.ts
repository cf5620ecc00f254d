/** What a follow-up mail of twelve people costs, and how near the sender comes to the rate it may use. */
import type { SESClient } from "@aws-sdk/client-ses";
import { sesMailer } from "@lanyard/core/mail/mailer";
import { Mailing } from "@lanyard/core/mailing";
import { Sender } from "@lanyard/core/mailing-sender";
import { Pair } from "@lanyard/core/pair";
import { createWorld } from "../support/world.ts";
import { meter } from "./meter.ts";
import { report } from "./report.ts";

const PEOPLE = Number(process.env.LANYARD_BENCH_MAILS ?? 300);
const MET = 12;
const RATE = 50;

const world = await createWorld();
const { cost } = meter(world.db.client);
const owner = await world.owner();
const { event } = owner.actor;
const people = await world.attend(
  owner,
  Array.from({ length: PEOPLE }, (_, i) => `f${i}@bench.example`),
);
for (const [i, me] of people.entries())
  for (let step = 1; step <= MET / 2; step++) {
    const pair = Pair.of(me.ctx.actor.attendee, people[(i + step) % PEOPLE]!.ctx.actor.attendee);
    await Pair.apply(
      world.deps,
      event,
      pair,
      { kind: "scan", by: pair.mine, gives: ["company"], policy: "open", theirs: ["company"] },
      "new",
    );
  }
await Mailing.put(owner, "follow-up", { enabled: true, sendAt: world.deps.clock() });
await Mailing.send(owner, "follow-up");

// SES itself is not what is measured: every mail is composed for real, then taken at once.
const sentAt: number[] = [];
let bytes = 0;
const client = {
  send: async (command: { constructor: { name: string }; input: { RawMessage?: { Data: Uint8Array } } }) => {
    if (command.constructor.name === "GetSendQuotaCommand") return { MaxSendRate: RATE, Max24HourSend: -1, SentLast24Hours: 0 };
    sentAt.push(performance.now());
    bytes += command.input.RawMessage?.Data.length ?? 0;
    return { MessageId: `m${sentAt.length}` };
  },
} as unknown as SESClient;
const deps = {
  ...world.deps,
  clock: () => world.deps.clock() + Math.floor(performance.now()),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  mailer: sesMailer({ client }),
};
const cpu = process.cpuUsage();
const spent = await cost(() => Sender.sendDue(deps));
const { user, system } = process.cpuUsage(cpu);
const mails = sentAt.length;
const rate = (mails - 1) / ((sentAt.at(-1)! - sentAt[0]!) / 1000);
const cap = RATE * deps.settings.sender.rateShare;

report(`Follow-up to ${mails} people who met ${MET} each`, [
  { what: "requests a mail", figure: spent.requests / mails, budget: "4" },
  { what: "read units a mail", figure: spent["read units"] / mails },
  { what: "write units a mail", figure: spent["write units"] / mails },
  { what: "CPU a mail, ms", figure: (user + system) / 1000 / mails, budget: "3" },
  { what: "rate against the one allowed", figure: rate / cap, budget: "0.95" },
  { what: "bytes a mail", figure: Math.round(bytes / mails) },
]);
await world.close();
