/** The two pages of the inbox. They hold no script; everything that comes from a mail is escaped or shown in a sandboxed frame. */
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { InboxMail, MailSummary } from "./ses-store.ts";

interface InboxPage {
  mails: MailSummary[];
  total: number;
  page: number;
  pages: number;
  q: string;
  refreshSeconds?: number | undefined;
}

export function inboxPage({ mails, total, page, pages, q, refreshSeconds }: InboxPage): string {
  const query = (changes: Record<string, string>) => {
    const parameters = new URLSearchParams({ ...(q && { q }), ...(refreshSeconds && { live: "1" }), ...changes });
    for (const [name, value] of [...parameters]) if (value === "") parameters.delete(name);
    return `/_mail${parameters.size > 0 ? `?${parameters}` : ""}`;
  };
  return document(
    <Page title={`Inbox, ${count(total)}`} refreshSeconds={refreshSeconds}>
      <header class="head">
        <p class="brand">Lanyard, on this machine</p>
        <h1>Inbox</h1>
        <p class="lead">{lead(total, q)}</p>
      </header>
      <main>
        <form class="bar" action="/_mail" method="get">
          <input type="search" name="q" value={q} placeholder="Address or subject" aria-label="Search by address or subject" />
          {refreshSeconds ? <input type="hidden" name="live" value="1" /> : null}
          <button type="submit">Search</button>
          <a class="txt" href={query({ live: refreshSeconds ? "" : "1" })}>
            {refreshSeconds ? "Stop refreshing" : "Refresh by itself"}
          </a>
        </form>
        <ol class="rows">
          {mails.map((mail) => (
            <li>
              <a href={`/_mail/${mail.id}`}>
                <bdi class="to">{mail.to.join(", ")}</bdi>
                <time datetime={mail.at}>{when(mail.at)}</time>
                <bdi class="subject">{mail.subject || "No subject"}</bdi>
                <bdi class="n2 small">{mail.preview}</bdi>
                {mail.files.length > 0 ? <span class="n2 small">With {mail.files.join(", ")}</span> : null}
              </a>
            </li>
          ))}
        </ol>
        {pages > 1 ? (
          <nav class="bar" aria-label="Pages">
            {page > 1 ? (
              <a class="txt" href={query({ page: String(page - 1) })}>
                Newer
              </a>
            ) : null}
            <span class="n2">
              Page {page} of {pages}
            </span>
            {page < pages ? (
              <a class="txt" href={query({ page: String(page + 1) })}>
                Older
              </a>
            ) : null}
          </nav>
        ) : null}
      </main>
    </Page>,
  );
}

export function mailPage(mail: InboxMail, summary: MailSummary): string {
  return document(
    <Page title={mail.subject || "No subject"}>
      <header class="head small">
        <p class="brand">
          <a href="/_mail">Inbox</a>
        </p>
        <h1>
          <bdi>{mail.subject || "No subject"}</bdi>
        </h1>
        <p class="lead">
          To <bdi>{mail.to.join(", ")}</bdi>
          <br />
          From <bdi>{mail.from}</bdi>, <time datetime={mail.at}>{when(mail.at)}</time>
        </p>
      </header>
      <main>
        {mail.html ? (
          <iframe
            title="The mail as HTML"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            referrerpolicy="no-referrer"
            src={`/_mail/${mail.id}/html`}
          />
        ) : null}
        <nav class="bar" aria-label="This mail">
          {mail.attachments.map((file, index) => (
            <a class="txt" href={`/_mail/${mail.id}/files/${index}`}>
              <bdi>{file.filename || "Attachment"}</bdi>
            </a>
          ))}
          <a class="txt" href={`/_mail/${mail.id}/html`}>
            HTML alone
          </a>
          <a class="txt" href={`/_mail/${mail.id}/raw`}>
            As sent, {Math.ceil(summary.bytes / 1024)} KB
          </a>
        </nav>
        <details open={!mail.html}>
          <summary>Text</summary>
          <pre dir="auto">{mail.text}</pre>
        </details>
        <details>
          <summary>Headers</summary>
          <dl>
            {Object.entries(mail.headers).map(([name, value]) => (
              <Pair name={name} value={value} />
            ))}
          </dl>
        </details>
        <details>
          <summary>What SES was told, and what happened</summary>
          <dl>
            <Pair name="configuration set" value={summary.configurationSet ?? "none"} />
            {Object.entries(summary.tags).map(([name, value]) => (
              <Pair name={`tag ${name}`} value={value} />
            ))}
            {summary.happenings.map(([outcome, recipient]) => (
              <Pair name={outcome} value={recipient ?? "the mail"} />
            ))}
          </dl>
        </details>
      </main>
    </Page>,
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

function Page({ title, refreshSeconds, children }: { title: string; refreshSeconds?: number | undefined; children?: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {refreshSeconds ? <meta http-equiv="refresh" content={String(refreshSeconds)} /> : null}
        <title>{title}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <div class="strap" />
        {children}
      </body>
    </html>
  );
}

function document(page: Child): string {
  return `<!doctype html>${page}`;
}

function lead(total: number, q: string): string {
  if (q !== "") return `${count(total)} with "${q}".`;
  return total === 0
    ? "Nobody was written to yet. Every mail lands here, none leaves this machine."
    : `${count(total)}. None left this machine.`;
}

function count(total: number): string {
  return total === 1 ? "1 mail" : `${total.toLocaleString("en")} mails`;
}

function when(at: string): string {
  return new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--page:#e9e9e4;--ink:#0b0b0b;--n2:#4a4a47;--line:#d6d6d1;--fill:#f3f3ef}
@media (prefers-color-scheme:dark){:root{--paper:#0b0b0b;--page:#000;--ink:#fff;--n2:#bdbdb8;--line:#363633;--fill:#1c1c1b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:760px;padding:0 12px 48px;background:var(--page);color:var(--ink);font:400 17px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:inherit}
h1,p,ol,dl,dd,pre{margin:0;padding:0}
.strap{height:44px;width:52px;margin:0 auto;background:linear-gradient(90deg,#ff5a1f 12px,#0b0b0b 12px 16px,#ff5a1f 16px 36px,#0b0b0b 36px 40px,#ff5a1f 40px)}
.head{background:#0b0b0b;color:#fff;border-radius:26px 26px 0 0;padding:18px 24px 26px;position:relative}
.head::before{content:"";display:block;width:84px;height:16px;border-radius:8px;background:var(--page);margin:0 auto 20px}
@media (prefers-color-scheme:dark){.head{background:#fff;color:#0b0b0b}}
.brand{font-weight:700}
.head h1{font-size:52px;line-height:1;letter-spacing:-.02em;font-weight:800;margin:8px 0 12px}
.head.small h1{font-size:32px;line-height:1.1}
.lead{font-size:18px;line-height:1.45}
main{background:var(--paper);padding:12px 24px 28px;border-radius:0 0 26px 26px}
.bar{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;padding:12px 0}
input[type=search]{flex:1 1 180px;min-width:0;min-height:48px;padding:8px 14px;border:2px solid var(--ink);border-radius:10px;background:var(--paper);color:inherit;font:inherit}
button{min-height:48px;padding:8px 20px;border:0;border-radius:10px;background:var(--ink);color:var(--paper);font:inherit;font-weight:700;cursor:pointer}
.txt,summary{display:inline-flex;align-items:center;min-height:44px;font-weight:700;text-underline-offset:4px}
.rows{list-style:none;border-top:2px solid var(--ink)}
.rows a{display:grid;grid-template-columns:1fr auto;gap:2px 16px;padding:14px 0;border-bottom:1px solid var(--line);text-decoration:none}
.rows a:hover .subject{text-decoration:underline;text-underline-offset:4px}
.to{color:var(--n2);font-size:15px}
time{font-size:15px}
.rows time{color:var(--n2);white-space:nowrap}
.subject{grid-column:1/-1;font-weight:700;font-size:20px;line-height:1.25}
.rows .small{grid-column:1/-1;font-size:15px}
.n2{color:var(--n2)}
:focus-visible{outline:3px solid currentColor;outline-offset:3px}
iframe{display:block;width:calc(100% + 48px);height:72vh;margin:-12px -24px 0;border:0;border-bottom:2px solid var(--ink);background:var(--page)}
details{border-top:1px solid var(--line)}
summary{cursor:pointer;width:100%;display:list-item;padding:10px 0}
pre{white-space:pre-wrap;background:var(--fill);padding:16px;font:15px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin-bottom:16px}
dl div{padding:8px 0;border-bottom:1px solid var(--line)}
dt{font-size:15px;color:var(--n2)}
@media (max-width:480px){.rows a{grid-template-columns:1fr}.head h1{font-size:40px}.head{padding-inline:18px}main{padding-inline:18px}iframe{width:calc(100% + 36px);margin-inline:-18px}}
`;
