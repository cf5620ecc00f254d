import { spawn } from "node:child_process";
import { appendFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { MailError } from "../../packages/core/src/mail/mailer.ts";
import type { SesEvent } from "../../packages/functions/src/local/ses.ts";
import { mail, mailer, ses, tempDir } from "./support.ts";

const to = (address: string) => mail({ to: { address } });
const told = (events: SesEvent[]) =>
  events.map(({ eventType, bounce }) => (bounce ? `${eventType} ${bounce.bounceType} ${bounce.bounceSubType}` : eventType));

describe("events", () => {
  test.each([
    ["mara@example.org", ["Send", "Delivery"]],
    ["success@simulator.amazonses.com", ["Send", "Delivery"]],
    ["bounce@simulator.amazonses.com", ["Send", "Bounce Permanent General"]],
    ["bounce+17@simulator.amazonses.com", ["Send", "Bounce Permanent General"]],
    ["mara+bounce@example.org", ["Send", "Bounce Permanent General"]],
    ["complaint@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]],
    ["ooto@simulator.amazonses.com", ["Send", "Delivery", "Bounce Transient General"]],
    ["suppressionlist@simulator.amazonses.com", ["Send", "Bounce Permanent OnAccountSuppressionList"]],
    ["mara+reject@example.org", ["Reject"]],
    ["bounce@example.org", ["Send", "Delivery"]],
  ])("of a mail to %s are %j, in this order", async (address, expected) => {
    const events: SesEvent[] = [];
    const local = await ses({ onEvent: async (event) => void events.push(event) });
    const { messageId } = await mailer(local.url).send({ ...to(address), tags: { mid: "m1" } });
    await vi.waitFor(() => expect(told(events)).toEqual(expected));
    for (const { mail } of events) {
      expect(mail).toMatchObject({ messageId, destination: [address], tags: { mid: ["m1"], "ses:configuration-set": ["lanyard"] } });
    }
  });

  test("are told again and again until they are heard, those of other mails meanwhile", async () => {
    const heard: string[] = [];
    let refusals = 3;
    const onEvent = async ({ eventType, mail }: SesEvent) => {
      if (mail.destination[0] === "a@example.org" && refusals-- > 0) throw new Error("not now");
      heard.push(`${mail.destination[0]} ${eventType}`);
    };
    const local = await ses({ onEvent, retryMs: 5 });
    await mailer(local.url).send(to("a@example.org"));
    await mailer(local.url).send(to("b@example.org"));
    await vi.waitFor(() => expect(heard).toHaveLength(4));
    expect(heard.slice(0, 2)).toEqual(["b@example.org Send", "b@example.org Delivery"]);
    expect(heard.slice(2)).toEqual(["a@example.org Send", "a@example.org Delivery"]);
  });

  test("that nobody heard are told after a restart, those that were heard are not", async () => {
    const dir = await tempDir();
    const before: string[] = [];
    const first = await ses({
      dir,
      retryMs: 60_000,
      onEvent: async ({ eventType, mail }) => {
        if (mail.destination[0] === "b@example.org" && eventType === "Delivery") throw new Error("the table is away");
        before.push(`${mail.destination[0]} ${eventType}`);
      },
    });
    for (const name of ["a", "b"]) await mailer(first.url).send(to(`${name}@example.org`));
    await vi.waitFor(() => expect(before).toHaveLength(3));
    await first.close();

    const silent = await ses({ dir });
    await mailer(silent.url).send(to("c@example.org"));
    await silent.close();

    const after: string[] = [];
    await ses({ dir, onEvent: async ({ eventType, mail }) => void after.push(`${mail.destination[0]} ${eventType}`) });
    await vi.waitFor(() => expect(after.toSorted()).toEqual(["b@example.org Delivery", "c@example.org Delivery", "c@example.org Send"]));
  });

  test("come for a mail whose sender never got an answer: that is how one learns that it went", async () => {
    const events: SesEvent[] = [];
    const local = await ses({ onEvent: async (event) => void events.push(event) });
    local.failNext({ after: "reset" });
    await expect(mailer(local.url).send({ ...to("a@example.org"), tags: { mid: "lost" } })).rejects.toMatchObject({ kind: "unsure" });
    await vi.waitFor(() => expect(events.map(({ mail }) => mail.tags.mid)).toEqual([["lost"], ["lost"]]));
  });

  test("an address that bounced is suppressed from then on, also after a restart", async () => {
    const dir = await tempDir();
    const first = await ses({ dir });
    await mailer(first.url).send(to("bounce@simulator.amazonses.com"));
    await first.close();
    const second = await ses({ dir });
    await mailer(second.url).send(to("bounce@simulator.amazonses.com"));
    expect(second.summaries().map(({ happenings }) => happenings.at(-1)![0])).toEqual(["bounce", "suppressed"]);
  });
});

describe("the mails", () => {
  test("survive a restart byte by byte, in their order", async () => {
    const dir = await tempDir();
    const first = await ses({ dir });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await mailer(first.url).send(mail({ subject: `Number ${n}` }))).messageId);
    const [mails, raw] = [await first.mails(), await first.raw(ids[0]!)];
    await first.close();

    const second = await ses({ dir });
    expect(await second.mails()).toEqual(mails);
    expect(second.summaries().map(({ id }) => id)).toEqual(ids);
    expect(await second.raw(ids[0]!)).toEqual(raw);
  });

  test("stay readable after the process died within a write", async () => {
    const dir = await tempDir();
    const first = await ses({ dir });
    await mailer(first.url).send(mail({ subject: "before" }));
    await first.close();
    await appendFile(join(dir, "journal.jsonl"), '\n{"mail":{"id":"0102-half');

    const second = await ses({ dir });
    await mailer(second.url).send(mail({ subject: "after" }));
    await second.close();
    const third = await ses({ dir });
    expect(third.summaries().map(({ subject }) => subject)).toEqual(["before", "after"]);
  });

  test("that were answered for are there, with their events, after the process was killed among sends", async () => {
    const dir = await tempDir();
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "ses-process.ts"), dir]);
    const url = await new Promise<string>((resolve) => child.stdout.once("data", (data: Buffer) => resolve(String(data).trim())));
    const sender = mailer(url);
    const answered: string[] = [];
    const sends = Array.from({ length: 300 }, async (_, n) => {
      const { messageId } = await sender.send(to(`p${n}@example.org`));
      if (answered.push(messageId) === 100) child.kill("SIGKILL");
    });
    const kinds = (await Promise.allSettled(sends))
      .filter((one) => one.status === "rejected")
      .map(({ reason }) => (reason as MailError).kind);
    expect(kinds.length).toBeGreaterThan(0);
    expect(new Set([...kinds, "unsure", "throttled"])).toEqual(new Set(["unsure", "throttled"]));

    const events = new Map<string, string[]>();
    const onEvent = async ({ eventType, mail }: SesEvent) =>
      void events.set(mail.messageId, [...(events.get(mail.messageId) ?? []), eventType]);
    const local = await ses({ dir, onEvent });
    const kept = new Set(local.summaries().map(({ id }) => id));
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
    await vi.waitFor(() => expect([...events.values()].filter((all) => all.join() === "Send,Delivery")).toHaveLength(kept.size));
  }, 30_000);

  test("that arrive all at once are all kept, once", async () => {
    const dir = await tempDir();
    const first = await ses({ dir });
    const sender = mailer(first.url);
    const sent = await Promise.all(Array.from({ length: 100 }, (_, n) => sender.send(to(`p${n}@example.org`))));
    await first.close();
    const second = await ses({ dir });
    expect(
      second
        .summaries()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(sent.map(({ messageId }) => messageId).toSorted());
  });

  test("are waited for, whether they are there or on their way", async () => {
    const local = await ses();
    const coming = local.waitFor(({ to }) => to[0] === "late@example.org");
    await mailer(local.url).send(to("early@example.org"));
    expect(await local.waitFor(({ to }) => to[0] === "early@example.org")).toMatchObject({ subject: "You met 3 people" });
    await mailer(local.url).send(to("late@example.org"));
    expect((await coming).to).toEqual(["late@example.org"]);
    await expect(local.waitFor(() => false, 10)).rejects.toThrow("no such mail within 10 ms");
  });

  test("are gone after clear, on disk too", async () => {
    const local = await ses();
    await mailer(local.url).send(mail());
    await local.clear();
    expect([await local.mails(), await readdir(local.dir)]).toEqual([[], ["journal.jsonl"]]);
    await mailer(local.url).send(mail());
    expect(await local.mails()).toHaveLength(1);
  });
});
