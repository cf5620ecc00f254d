import type { MessageTag } from "@aws-sdk/client-ses";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { canonicalEmail } from "../email-address.ts";
import { clean } from "../text.ts";
import { MailError } from "./mail-error.ts";
import type { Mail, Mailbox } from "./mailer.ts";

/** Longest values that keep every line of a header under 998 octets (RFC 5322 section 2.1.1) however it is encoded; code points. */
const NAME_MAX = 100;
const SUBJECT_MAX = 150;
const FILENAME_MAX = 60;
/** SES takes 10 MB after base64; people's mailboxes take less, and ours never need it. Octets. */
const MAIL_MAX = 1024 * 1024;
const LINE_MAX = 998;

/** SES: tag names and values are ASCII letters, digits, `_` and `-`, at most 256. */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,60}$/;
const HEADER_VALUE = /^[\x20-\x7e]+$/;
/** Who, where to, what: these come from the mail itself. `X-SES-` headers steer SES; parameters do that. */
const OWN_HEADER =
  /^(from|sender|to|cc|bcc|reply-to|return-path|subject|date|message-id|mime-version|content-.*|x-ses-.*|received|dkim-signature|resent-.*)$/i;
const CONTENT_TYPE = /^[a-z]+\/[a-z0-9.+-]+(; ?[a-z-]+=[A-Za-z0-9-]+)*$/;

export interface Composed {
  source: string;
  destination: string;
  raw: Uint8Array;
  tags: MessageTag[];
}

/**
 * A mail as raw MIME for SES: CRLF, 7-bit, no line over 998 octets, exactly one recipient. Names, subject and file names are
 * stripped of control characters and capped. A mail that cannot be written this way is `refused` before anything is sent.
 */
export async function compose(mail: Mail): Promise<Composed> {
  const from = mailbox(mail.from, "from");
  const to = mailbox(mail.to, "to");
  const composer = new MailComposer({
    from,
    to,
    ...(mail.replyTo && { replyTo: mailbox(mail.replyTo, "replyTo") }),
    subject: phrase(mail.subject, SUBJECT_MAX),
    text: body(mail.text),
    html: body(mail.html),
    headers: headers(mail.headers ?? {}),
    attachments: (mail.attachments ?? []).map((file) => ({
      filename: phrase(file.filename, FILENAME_MAX).replace(/[\\/]/g, "-") || "attachment",
      contentType: contentType(file.contentType),
      content: typeof file.content === "string" ? file.content : Buffer.from(file.content),
    })),
    // Told, because guessing it costs as much as writing the whole mail.
    textEncoding: "quoted-printable",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await composer.compile().build();
  if (raw.length > MAIL_MAX) throw new MailError("refused", `mail of ${raw.length} bytes is over ${MAIL_MAX}`);
  return { source: from.address, destination: to.address, raw, tags: tags(mail.tags ?? {}) };
}

/** What people typed, for a header. "=?" would begin an encoded word (RFC 2047) and smuggle in what `clean` has taken out. */
function phrase(text: string, max: number): string {
  return clean(text.replaceAll("=?", "= ?"), max);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: stripping them is the point
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** RFC 5322 section 2.3: lines end in CRLF, CR and LF come only together. */
function body(text: string): string {
  return text.replace(CONTROLS, "").replace(/\r\n?|\n/g, "\r\n");
}

function mailbox({ name, address }: Mailbox, role: string): { name: string; address: string } {
  const canonical = canonicalEmail(address);
  if (!canonical) throw new MailError(role === "from" ? "stopped" : "refused", `${role} is not an e-mail address we can send to`);
  return { name: phrase(name ?? "", NAME_MAX), address: canonical };
}

/** `prepared` keeps a value on one line: mail clients fail to read a folded List-Unsubscribe. */
function headers(values: Record<string, string>): Record<string, { prepared: true; value: string }> {
  const entries = Object.entries(values).map(([name, value]) => {
    const fits = HEADER_VALUE.test(value) && name.length + value.length + 2 <= LINE_MAX;
    if (!HEADER_NAME.test(name) || OWN_HEADER.test(name) || !fits)
      throw new MailError("refused", `header ${JSON.stringify(name)} cannot be sent`);
    return [name, { prepared: true as const, value }] as const;
  });
  return Object.fromEntries(entries);
}

function contentType(value: string): string {
  if (!CONTENT_TYPE.test(value)) throw new MailError("refused", "an attachment has no usable content type");
  return value;
}

function tags(values: Record<string, string>): MessageTag[] {
  return Object.entries(values).map(([name, value]) => {
    if (!TAG.test(name) || !TAG.test(value)) throw new MailError("refused", `tag ${JSON.stringify(name)} cannot be sent`);
    return { Name: name, Value: value };
  });
}
