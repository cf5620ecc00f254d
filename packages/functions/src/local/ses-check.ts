/** What SES refuses about a raw mail before it takes it. The codes are SES's; the messages are close to its own. */
import type { Email } from "postal-mime";
import { SesError } from "./ses-protocol.ts";

export interface Sending {
  source: string;
  recipients: string[];
  configurationSet?: string | undefined;
  tags: Record<string, string>;
  raw: Buffer;
}

export interface Account {
  /** Verified sender domains and addresses, lower case. */
  identities: string[];
  configurationSets: string[];
  /** An account in the SES sandbox reaches only its own identities and the mailbox simulator. */
  sandbox: boolean;
}

/** SES quotas: 50 recipients a message, 10 MB a message after base64; RFC 5322 section 2.1.1: 998 octets a line. */
const RECIPIENTS_MAX = 50;
const MESSAGE_MAX = 10 * 1024 * 1024;
const LINE_MAX = 998;
const SIMULATOR = "@simulator.amazonses.com";

const ADDRESS = /^[\x21-\x7e]{1,64}@[A-Za-z0-9.-]{1,255}$/;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
/** RFC 5322 section 3.6, and the list headers that SES wants only once. */
const ONCE = new Set(
  (
    "from,to,cc,bcc,subject,date,message-id,reply-to,sender,mime-version,content-type,content-transfer-encoding,list-unsubscribe," +
    "list-unsubscribe-post,list-id,precedence,auto-submitted,in-reply-to,references"
  ).split(","),
);
/** SES developer guide, "Unsupported attachment types". */
const FORBIDDEN_FILE =
  /\.(ade|adp|app|asp|bas|bat|cer|chm|cmd|com|cpl|crt|csh|der|exe|fxp|gadget|hlp|hta|inf|ins|isp|its|js|jse|ksh|lib|lnk|msc|msi|pif|ps1|reg|scr|sys|tmp|url|vb|vbe|vbs|ws|wsc|wsf|wsh|xnk)$/i;

export function checkSending(sending: Sending, parsed: Email, account: Account): void {
  checkRecipients(sending.recipients, account);
  checkSender(sending.source, parsed, account);
  const { configurationSet, tags } = sending;
  if (configurationSet && !account.configurationSets.includes(configurationSet)) {
    throw new SesError("ConfigurationSetDoesNotExist", `Configuration set <${configurationSet}> does not exist.`);
  }
  for (const [name, value] of Object.entries(tags)) {
    if (!TAG.test(name) || !TAG.test(value)) throw new SesError("InvalidParameterValue", `Invalid tag <${name}>.`);
  }
  checkBytes(sending.raw);
  for (const { filename } of parsed.attachments) {
    if (FORBIDDEN_FILE.test(filename ?? "")) throw new SesError("MessageRejected", `Illegal filename '${filename}'.`);
  }
}

function checkRecipients(recipients: string[], account: Account): void {
  if (recipients.length === 0) throw new SesError("InvalidParameterValue", "Missing final recipient.");
  if (recipients.length > RECIPIENTS_MAX) throw new SesError("InvalidParameterValue", `Recipient count exceeds ${RECIPIENTS_MAX}.`);
  for (const recipient of recipients) {
    if (!ADDRESS.test(recipient))
      throw new SesError("InvalidParameterValue", "Local address contains control or whitespace, or is not ASCII.");
    if (account.sandbox && !recipient.endsWith(SIMULATOR) && !verified(recipient, account)) throw notVerified(recipient);
  }
}

function checkSender(source: string, parsed: Email, account: Account): void {
  const from = parsed.from?.address ?? source;
  for (const address of [source, from]) if (!verified(address, account)) throw notVerified(address);
}

function checkBytes(raw: Buffer): void {
  if (Math.ceil(raw.length / 3) * 4 > MESSAGE_MAX) {
    throw new SesError("InvalidParameterValue", `Message length is more than ${MESSAGE_MAX} bytes long.`);
  }
  const text = raw.toString("latin1");
  const head = text.slice(0, text.indexOf("\r\n\r\n") + 2);
  if (head.length < 3 || /(?<!\r)\n|\r(?!\n)/.test(head)) throw new SesError("InvalidParameterValue", "Header lines must end with CRLF.");
  const names = head
    .split(/\r\n(?![ \t])/)
    .filter(Boolean)
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
  const twice = names.find((name, index) => ONCE.has(name) && names.indexOf(name) !== index);
  if (twice) throw new SesError("InvalidParameterValue", `Duplicate header '${twice}'.`);
  if (text.split("\r\n").some((line) => line.length > LINE_MAX))
    throw new SesError("InvalidParameterValue", `Line longer than ${LINE_MAX} octets.`);
}

function verified(address: string, { identities }: Account): boolean {
  const lower = address.toLowerCase();
  return identities.includes(lower) || identities.includes(lower.slice(lower.lastIndexOf("@") + 1));
}

function notVerified(address: string): SesError {
  return new SesError(
    "MessageRejected",
    `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${address}`,
  );
}
