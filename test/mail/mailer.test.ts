import { GetAccountSendingEnabledCommand, ListIdentitiesCommand } from "@aws-sdk/client-ses";
import { describe, expect, test } from "vitest";
import { sesClient, sesMailer } from "../../packages/core/src/mail/mailer.ts";
import type { Fault } from "../../packages/functions/src/local/ses.ts";
import { client, mail, mailer, SENDER, ses } from "./support.ts";

describe("a mail that is sent", () => {
  test("arrives once, with the one recipient, the tags and the configuration set it was sent with", async () => {
    const local = await ses();
    const { messageId } = await mailer(local.url).send(mail({ tags: { mid: "evt_1-att_2", kind: "follow-up" } }));
    const [stored, ...others] = await local.mails();
    expect(others).toEqual([]);
    expect(stored).toMatchObject({
      ...{ id: messageId, from: SENDER, to: ["mara@example.org"], subject: "You met 3 people", configurationSet: "lanyard" },
      tags: { mid: "evt_1-att_2", kind: "follow-up" },
    });
  });

  test("goes to one address even where the name looks like another", async () => {
    const local = await ses();
    await mailer(local.url).send(mail({ to: { name: "evil@attack.example, Mara", address: "mara@example.org" } }));
    expect((await local.mails()).map(({ to }) => to)).toEqual([["mara@example.org"]]);
  });

  test("is found by the endpoint in the environment, as on AWS by none", async () => {
    const local = await ses();
    process.env.AWS_ENDPOINT_URL_SES = local.url;
    try {
      const fromEnvironment = sesClient({ region: "eu-west-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } });
      await sesMailer({ client: fromEnvironment }).send(mail());
      expect(local.summaries()).toHaveLength(1);
    } finally {
      delete process.env.AWS_ENDPOINT_URL_SES;
    }
  });
});

describe("a mail that is not answered with an id", () => {
  const answered = (code: string, message: string, status?: number): Fault => ({ before: { code, message, ...(status && { status }) } });

  test.each([
    ["throttled", "the rate is used up", answered("Throttling", "Maximum sending rate exceeded."), 0],
    ["quota", "the day is used up", answered("Throttling", "Daily message quota exceeded."), 0],
    [
      "refused",
      "a recipient is not verified",
      answered("MessageRejected", "Email address is not verified. ... EU-WEST-1: mara@example.org"),
      0,
    ],
    ["refused", "the file is forbidden", answered("MessageRejected", "Illegal filename 'a.exe'."), 0],
    ["refused", "a parameter is wrong", answered("InvalidParameterValue", "Duplicate header 'x'."), 0],
    ["stopped", "the sender is not verified", answered("MessageRejected", `Email address is not verified. ... EU-WEST-1: ${SENDER}`), 0],
    ["stopped", "the account is paused", answered("MessageRejected", "Sending paused for this account."), 0],
    ["stopped", "the account is paused", answered("AccountSendingPaused", "Email sending is disabled for your entire account."), 0],
    ["stopped", "MAIL FROM is not set up", answered("MailFromDomainNotVerified", "not verified"), 0],
    ["stopped", "the configuration set is gone", answered("ConfigurationSetDoesNotExist", "Configuration set <x> does not exist."), 0],
    ["stopped", "we may not send", answered("AccessDenied", "not authorized to perform ses:SendRawEmail", 403), 0],
    ["stopped", "the signature is wrong", answered("SignatureDoesNotMatch", "does not match", 403), 0],
    ["unsure", "SES stumbles before taking it", answered("InternalFailure", "try again", 500), 0],
    ["unsure", "SES is not available", answered("ServiceUnavailable", "try again", 503), 0],
    ["unsure", "SES stumbles after taking it", { after: "error" } satisfies Fault, 1],
    ["unsure", "the connection breaks before it is taken", { before: "reset" } satisfies Fault, 0],
    ["unsure", "the connection breaks after it was taken", { after: "reset" } satisfies Fault, 1],
  ] as const)("is %s when %s, and is never tried twice", async (kind, _why, fault, stored) => {
    const local = await ses();
    local.failNext(fault);
    await expect(mailer(local.url).send(mail())).rejects.toMatchObject({ name: "MailError", kind });
    expect(local.summaries()).toHaveLength(stored);
    await mailer(local.url).send(mail());
    expect(local.summaries()).toHaveLength(stored + 1);
  });

  test("is unsure when SES answers too late", async () => {
    const local = await ses({ fault: () => ({ delayMs: 2_000 }) });
    const impatient = sesMailer({ client: client(local.url, 100), configurationSet: "lanyard" });
    await expect(impatient.send(mail())).rejects.toMatchObject({ kind: "unsure" });
    expect(local.summaries()).toHaveLength(1);
  });

  test("is surely not sent when nothing listens there", async () => {
    const local = await ses();
    const { url } = local;
    await local.close();
    await expect(mailer(url).send(mail())).rejects.toMatchObject({ kind: "throttled" });
    await expect(mailer(url).quota()).rejects.toMatchObject({ kind: "throttled" });
  });

  test("stops the run without credentials", async () => {
    const bare = sesClient({ region: "eu-west-1", endpoint: "http://127.0.0.1:9", credentials: async () => Promise.reject(noCredentials) });
    await expect(sesMailer({ client: bare }).send(mail())).rejects.toMatchObject({ kind: "stopped" });
  });
});

const noCredentials = Object.assign(new Error("Could not load credentials from any providers"), { name: "CredentialsProviderError" });

describe("what the account may send", () => {
  test("is told by SES: the rate, and the day's rest", async () => {
    const local = await ses({ maxSendRate: 14, max24h: 200 });
    const sender = mailer(local.url);
    expect(await sender.quota()).toEqual({ ratePerSecond: 14, left24h: 200 });
    await sender.send(mail());
    expect(await sender.quota()).toEqual({ ratePerSecond: 14, left24h: 199 });
  });

  test("has no end for an account without a limit", async () => {
    const local = await ses({ max24h: -1 });
    expect((await mailer(local.url).quota()).left24h).toBe(Number.POSITIVE_INFINITY);
    await mailer(local.url).send(mail());
  });

  test("holds within any second: the mail over the rate is throttled, and goes once the second is over", async () => {
    let now = Date.UTC(2026, 4, 14);
    const local = await ses({ maxSendRate: 2, now: () => now });
    const sender = mailer(local.url);
    await sender.send(mail());
    now += 600;
    await sender.send(mail());
    await expect(sender.send(mail())).rejects.toMatchObject({ kind: "throttled" });
    now += 401;
    await sender.send(mail());
    await expect(sender.send(mail())).rejects.toMatchObject({ kind: "throttled" });
    expect(local.summaries()).toHaveLength(3);
  });

  test("holds within any 24 hours, also over a restart", async () => {
    let now = Date.UTC(2026, 4, 14);
    const first = await ses({ max24h: 2, now: () => now });
    const options = { dir: first.dir, max24h: 2, now: () => now };
    await mailer(first.url).send(mail());
    now += 60_000;
    await mailer(first.url).send(mail());
    await first.close();
    const second = await ses(options);
    await expect(mailer(second.url).send(mail())).rejects.toMatchObject({ kind: "quota" });
    now += 24 * 3_600_000 - 60_000;
    await mailer(second.url).send(mail());
    await expect(mailer(second.url).send(mail())).rejects.toMatchObject({ kind: "quota" });
  });
});

describe("the local SES", () => {
  test("knows only what Lanyard uses, and says so at once", async () => {
    const local = await ses();
    expect(await client(local.url).send(new GetAccountSendingEnabledCommand({}))).toMatchObject({ Enabled: true });
    await expect(client(local.url).send(new ListIdentitiesCommand({}))).rejects.toMatchObject({ name: "InvalidAction" });
  });

  test("takes nothing that is not signed", async () => {
    const local = await ses();
    const answer = await fetch(local.url, { method: "POST", body: new URLSearchParams({ Action: "SendRawEmail" }) });
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("<Code>MissingAuthenticationToken</Code>")]);
  });

  test.each([
    ["a sender that is not verified", { from: { address: "events@other.example" } }, "stopped"],
    ["a forbidden kind of file", { attachments: [{ filename: "card.exe", contentType: "text/plain", content: "x" }] }, "refused"],
  ])("refuses %s", async (_what, changes, kind) => {
    const local = await ses();
    await expect(mailer(local.url).send(mail(changes))).rejects.toMatchObject({ kind });
    expect(local.summaries()).toEqual([]);
  });

  test("refuses a configuration set that there is not", async () => {
    const local = await ses();
    await expect(mailer(local.url, "other").send(mail())).rejects.toMatchObject({ kind: "stopped" });
  });

  test("in the sandbox reaches only its own people and the simulator", async () => {
    const local = await ses({ sandbox: true });
    const sender = mailer(local.url);
    await expect(sender.send(mail())).rejects.toMatchObject({ kind: "refused" });
    await sender.send(mail({ to: { address: "success@simulator.amazonses.com" } }));
    await sender.send(mail({ to: { address: "me@lanyard.example" } }));
    expect(local.summaries()).toHaveLength(2);
  });
});
