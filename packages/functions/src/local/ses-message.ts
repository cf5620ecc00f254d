/** One SendRawEmail request, read: what SES is asked to do, and the mail as the inbox tells it. */
import PostalMime, { type Email } from "postal-mime";
import type { Sending } from "./ses-check.ts";
import { members, messageTags } from "./ses-protocol.ts";
import type { InboxMail } from "./ses-store.ts";

export async function readSending(form: URLSearchParams): Promise<{ sending: Sending; parsed: Email }> {
  const raw = Buffer.from(form.get("RawMessage.Data") ?? "", "base64");
  const parsed = await PostalMime.parse(raw, { attachmentEncoding: "base64" });
  const named = [...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])].map((mailbox) => mailbox.address ?? "");
  const destinations = members(form, "Destinations");
  const sending: Sending = {
    raw,
    source: bare(form.get("Source") ?? parsed.from?.address ?? ""),
    recipients: destinations.length > 0 ? destinations : named,
    configurationSet: form.get("ConfigurationSetName") ?? undefined,
    tags: messageTags(form),
  };
  return { sending, parsed };
}

export function inboxMail(id: string, at: string, sending: Sending, parsed: Email): InboxMail {
  return {
    ...{
      id,
      to: sending.recipients,
      from: sending.source,
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
      html: parsed.html ?? "",
    },
    headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? "",
      contentType: mimeType,
      content: String(content),
    })),
    at,
  };
}

function bare(source: string): string {
  return (/<([^<>]*)>\s*$/.exec(source)?.[1] ?? source).trim();
}
