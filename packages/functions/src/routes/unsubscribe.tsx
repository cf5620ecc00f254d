/** @jsxImportSource hono/jsx */
/** One-click unsubscribe (RFC 8058): GET shows a page and changes nothing, POST acts, without sign-in and without an origin rule. */
import { AppError } from "@lanyard/core/error";
import { Suppression } from "@lanyard/core/suppression";
import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import type { Env } from "../env.ts";

const STYLE =
  "body{margin:0;font:17px/1.45 system-ui,sans-serif;background:#fff;color:#0b0b0b}main{max-width:32rem;margin:0 auto;padding:48px 20px}h1{font-size:2.25rem;line-height:1;margin:0 0 16px}button{font:700 1.25rem/1.1 system-ui,sans-serif;min-height:60px;padding:8px 24px;border:2px solid #0b0b0b;border-radius:14px;background:#0b0b0b;color:#fff;margin-top:24px}button:focus-visible{outline:3px solid currentColor;outline-offset:3px}@media(prefers-color-scheme:dark){body{background:#0b0b0b;color:#fff}button{background:#fff;color:#0b0b0b;border-color:#fff}}";
const CSP = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

export const unsubscribe = new Hono<Env>()
  .get("/:token", (c) => {
    if (!known(c)) return page(c, 404, "Unknown link", <p>This link is not one of ours. Copy it whole from the mail.</p>);
    return page(
      c,
      200,
      "Stop these mails?",
      <form method="post">
        <p>You will get no invitations, follow-ups and reminders any more, from any event. Sign-in codes still reach you.</p>
        <input type="hidden" name="List-Unsubscribe" value="One-Click" />
        <button type="submit">Unsubscribe</button>
      </form>,
    );
  })
  .post("/:token", async (c) => {
    const person = known(c);
    if (!person) return page(c, 404, "Unknown link", <p>This link is not one of ours. Copy it whole from the mail.</p>);
    await Suppression.add(c.var.deps, person, "unsubscribed");
    return page(c, 200, "Unsubscribed", <p>You get no more of these mails, from any event.</p>);
  });

function known(c: Context<Env>): string | undefined {
  try {
    return Suppression.personOf(c.var.deps, c.req.param("token") ?? "");
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function page(c: Context<Env>, status: 200 | 404, title: string, content: Child): Response | Promise<Response> {
  c.header("Content-Security-Policy", CSP);
  c.header("X-Robots-Tag", "noindex");
  return c.html(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Lanyard`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {content}
        </main>
      </body>
    </html>,
    status,
  );
}
