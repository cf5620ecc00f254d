/**
 * The only sender of mail: one message to one person, as raw MIME through Amazon SES.
 *
 * @example
 * const mailer = sesMailer({ client: sesClient(), configurationSet: "lanyard" });
 * const { messageId } = await mailer.send({ from, to, subject, text, html, tags: { mid: "..." } });
 */
import { GetSendQuotaCommand, SESClient, type SESClientConfig, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { MailError, mailError } from "./mail-error.ts";
import { compose } from "./mime.ts";

export { MailError, type MailErrorKind } from "./mail-error.ts";

export interface Mailbox {
  name?: string | undefined;
  /** ASCII, as `canonicalEmail` answers it. */
  address: string;
}

export interface Attachment {
  filename: string;
  contentType: string;
  content: string | Uint8Array;
}

export interface Mail {
  from: Mailbox;
  /** One person. There is no cc, no bcc, no second recipient. */
  to: Mailbox;
  replyTo?: Mailbox | undefined;
  subject: string;
  text: string;
  html: string;
  /** Further headers, ASCII, written on one line each; those that say who, where to and what are not accepted here. */
  headers?: Record<string, string> | undefined;
  attachments?: Attachment[] | undefined;
  /** SES message tags: letters, digits, `_` and `-`, at most 256 each. They come back in events and may reach logs: no addresses. */
  tags?: Record<string, string> | undefined;
}

export interface Mailer {
  /** Answers once SES has accepted the mail; every other outcome is a `MailError`. Never tries twice. */
  send(mail: Mail): Promise<{ messageId: string }>;
  /** What the account may send: mails a second, and mails left of the last 24 hours' allowance (may be `Infinity`). */
  quota(): Promise<{ ratePerSecond: number; left24h: number }>;
}

/** SES answers a send in well under a second; a Lambda run must not hang on one that does not answer. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * A client fit for sending: `maxAttempts` 1, because SES has no idempotency token and the SDK's retry after a broken socket
 * sends the mail a second time. Region, credentials and `AWS_ENDPOINT_URL_SES` come from the environment.
 */
export function sesClient(config: SESClientConfig = {}): SESClient {
  return new SESClient({
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
    ...config,
    maxAttempts: 1,
  });
}

export function sesMailer({ client, configurationSet }: { client: SESClient; configurationSet?: string | undefined }): Mailer {
  return {
    async send(mail) {
      const composed = await compose(mail);
      const command = new SendRawEmailCommand({
        Source: composed.source,
        Destinations: [composed.destination],
        RawMessage: { Data: composed.raw },
        Tags: composed.tags,
        ConfigurationSetName: configurationSet,
      });
      const answer = await client.send(command).catch((error: unknown) => {
        throw mailError(error, mail.from.address);
      });
      if (!answer.MessageId) throw new MailError("unsure", "SES answered without a message id");
      return { messageId: answer.MessageId };
    },

    async quota() {
      const {
        Max24HourSend = 0,
        MaxSendRate = 0,
        SentLast24Hours = 0,
      } = await client.send(new GetSendQuotaCommand({})).catch((error: unknown) => {
        throw mailError(error, "");
      });
      // -1 is an unlimited allowance (SES API, GetSendQuota).
      const left24h = Max24HourSend < 0 ? Number.POSITIVE_INFINITY : Math.max(0, Max24HourSend - SentLast24Hours);
      return { ratePerSecond: MaxSendRate, left24h };
    },
  };
}
