/**
 * The inbox of the local SES: `/_mail`, `/_mail/:id`, `/_mail/:id/html`, `/_mail/:id/raw`, `/_mail/:id/files/:n`, `/_mail.json`.
 * A mail is shown as a mail program would show it: its scripts never run, nothing is fetched, its links open in a new tab.
 */
import { ReadableStream } from "node:stream/web";
import { inboxPage, mailPage } from "./inbox-page.tsx";
import type { InboxMail, MailStore, MailSummary } from "./ses-store.ts";

/** Rows of the list on one page. */
const PAGE_SIZE = 100;
const REFRESH_SECONDS = 3;

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
const FILE_POLICY = "sandbox; default-src 'none'";

export function inbox(store: MailStore): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, "text/plain", "Method not allowed", FILE_POLICY);
    const url = new URL(request.url);
    if (url.pathname === "/_mail.json") return listJson(store);
    if (url.pathname === "/_mail" || url.pathname === "/_mail/") return list(store, url.searchParams);
    const [, id = "", part = "", index = ""] = /^\/_mail\/([\w-]+)(?:\/(html|raw|files)(?:\/(\d{1,3}))?)?$/.exec(url.pathname) ?? [];
    return (await one(store, id, part, Number(index))) ?? answer(404, "text/plain", "No such mail.", FILE_POLICY);
  };
}

function list(store: MailStore, query: URLSearchParams): Response {
  const q = query.get("q")?.trim().toLowerCase() ?? "";
  const found = store
    .all()
    .filter((mail) => q === "" || `${mail.to.join(" ")} ${mail.subject}`.toLowerCase().includes(q))
    .reverse();
  const page = Math.max(1, Math.min(Number.parseInt(query.get("page") ?? "1", 10) || 1, Math.ceil(found.length / PAGE_SIZE)));
  const mails = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const refreshSeconds = query.has("live") ? REFRESH_SECONDS : undefined;
  const body = inboxPage({ mails, total: found.length, page, pages: Math.ceil(found.length / PAGE_SIZE), q, refreshSeconds });
  return answer(200, "text/html; charset=utf-8", body, PAGE_POLICY);
}

async function one(store: MailStore, id: string, part: string, index: number): Promise<Response | undefined> {
  const summary = store.get(id);
  const json = await store.json(id);
  if (!summary || json === undefined) return undefined;
  const mail = JSON.parse(json) as InboxMail;
  if (part === "") return answer(200, "text/html; charset=utf-8", mailPage(mail, summary), PAGE_POLICY);
  if (part === "html") return answer(200, "text/html; charset=utf-8", inNewTabs(mail.html), MAIL_POLICY);
  if (part === "raw") return answer(200, "text/plain; charset=utf-8", new Uint8Array((await store.raw(id)) ?? []), FILE_POLICY);
  return file(mail, index);
}

function file(mail: InboxMail, index: number): Response | undefined {
  const attachment = mail.attachments[index];
  if (!attachment) return undefined;
  const response = answer(200, "application/octet-stream", new Uint8Array(Buffer.from(attachment.content, "base64")), FILE_POLICY);
  // RFC 6266, with the name in the extended form of RFC 8187.
  const name = encodeURIComponent(attachment.filename || "attachment").replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  response.headers.set("content-disposition", `attachment; filename*=UTF-8''${name}`);
  return response;
}

/** Every stored mail, joined as it lies on disk: thousands of them are neither parsed nor held at once. */
function listJson(store: MailStore): Response {
  const body = ReadableStream.from(jsonChunks(store, store.all()));
  return answer(200, "application/json", body as unknown as BodyInit, FILE_POLICY);
}

async function* jsonChunks(store: MailStore, mails: readonly MailSummary[]): AsyncGenerator<Uint8Array> {
  let separator = "[";
  for (const { id } of mails) {
    const json = await store.json(id);
    if (json === undefined) continue;
    yield Buffer.from(`${separator}${json}`);
    separator = ",\n";
  }
  yield Buffer.from(separator === "[" ? "[]" : "]");
}

/** Inside the sandboxed frame a page of ours would not work; in a tab of its own it does. */
function inNewTabs(html: string): string {
  const base = '<base target="_blank">';
  const head = /<head[^>]*>/i.exec(html);
  return head ? html.slice(0, head.index + head[0].length) + base + html.slice(head.index + head[0].length) : base + html;
}

function answer(status: number, type: string, body: BodyInit, policy: string): Response {
  const headers = {
    "content-type": type,
    "content-security-policy": policy,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
  return new Response(body, { status, headers });
}
