/** @jsxImportSource hono/jsx */
/**
 * What every mail looks like: a badge on its strap. Tables and inline styles, because mail programs know little else; one style
 * block for phones and the dark, which a program may drop without harm.
 */
import { raw } from "hono/html";
import type { Child } from "hono/jsx";

export const FONT = "font-family:Arial,Helvetica,sans-serif;";
export const INK = "#0b0b0b";
export const SECOND = "#4a4a47";
const PAGE = "#e9e9e4";
const STRAP = "#ff5a1f";

// No colour may read as six digits: the sign-in mail holds one such group, its code.
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:620px){.h1{font-size:40px!important;line-height:42px!important}.p{padding-left:20px!important;padding-right:20px!important}}
@media (prefers-color-scheme:dark){.bg,.slot{background:#000!important}.paper{background:#0b0b0b!important}.ink{color:#fff!important}.n2{color:#bdbdb8!important}.line{border-top-color:#fff!important}.thin{border-top-color:#3a3a37!important}.quo{border-color:#fff!important}.fill{background:#1c1c1b!important}.btn{background:#fff!important}.btn-a{color:#0b0b0b!important}.head{background:#fff!important;color:#0b0b0b!important}.hold .btn{background:#000!important}.hold .btn-a{color:#ffd21a!important}}
[data-ogsc] .ink{color:#fff!important}[data-ogsc] .n2{color:#bdbdb8!important}[data-ogsb] .paper{background:#0b0b0b!important}`;

interface Table {
  children?: Child;
  width?: string;
  class?: string;
  style?: string;
  align?: "center";
}

/** A table that lays out and says nothing to a screen reader. */
export function Table({ children, ...attributes }: Table) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" border={0} {...attributes}>
      {children}
    </table>
  );
}

interface Document {
  language: string;
  dir: "ltr" | "rtl";
  title: string;
  /** What the list of mails shows after the subject, where it is not the first line of the mail. */
  preheader?: string;
  children?: Child;
}

export function Document({ language, dir, title, preheader, children }: Document) {
  return (
    <html lang={language} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>{title}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body class="bg" dir={dir} style={`margin:0;padding:0;background:${PAGE}`}>
        {preheader ? (
          <div style={`display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:${PAGE}`}>{preheader}</div>
        ) : null}
        <div dir={dir} lang={language}>
          <Table width="100%" class="bg" style={`background:${PAGE}`}>
            <tr>
              <td align="center" style="padding:0 0 32px">
                <Strap />
                {raw('<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->')}
                <Table width="100%" style="max-width:600px">
                  {children}
                </Table>
                {raw("<!--[if mso]></td></tr></table><![endif]-->")}
              </td>
            </tr>
          </Table>
        </div>
      </body>
    </html>
  );
}

function Strap() {
  const stripe = (width: number, colour: string) => (
    <td width={width} height={44} style={`background:${colour};font-size:0;line-height:0`}>
      {raw("&nbsp;")}
    </td>
  );
  return (
    <Table>
      <tr>
        {stripe(12, STRAP)}
        {stripe(4, INK)}
        {stripe(20, STRAP)}
        {stripe(4, INK)}
        {stripe(12, STRAP)}
      </tr>
    </Table>
  );
}

/** The top of the badge: a small line, the one big sentence, a few words below. */
export function Head({ above, title, children }: { above: string; title: string; children?: Child }) {
  return (
    <tr>
      <td class="head p" style={`${FONT}background:${INK};color:#fff;border-radius:26px 26px 0 0;padding:18px 32px 30px`}>
        <Table align="center">
          <tr>
            <td class="slot" width={84} height={16} style={`background:${PAGE};border-radius:8px;font-size:0;line-height:0`}>
              {raw("&nbsp;")}
            </td>
          </tr>
        </Table>
        <p style="margin:24px 0 0;font-size:17px;line-height:22px;font-weight:bold">
          <span dir="auto">{above}</span>
        </p>
        <h1 class="h1" style="margin:8px 0 0;font-size:52px;line-height:54px;font-weight:bold;letter-spacing:-1px">
          {title}
        </h1>
        {children}
      </td>
    </tr>
  );
}

/** One block on the paper; `rule` draws the line above it. */
export function Block({ rule = false, padding = "26px 32px", children }: { rule?: boolean; padding?: string; children?: Child }) {
  const border = rule ? `border-top:2px solid ${INK};` : "";
  return (
    <tr>
      <td class="paper ink line p" style={`${FONT}background:#fff;color:${INK};${border}padding:${padding}`}>
        {children}
      </td>
    </tr>
  );
}

/** The yellow block: somebody waits for the reader. */
export function Hold({ children }: { children?: Child }) {
  return (
    <tr>
      <td class="hold p" style={`${FONT}background:#ffd21a;color:#000;padding:26px 32px 28px`}>
        {children}
      </td>
    </tr>
  );
}

/** Small print below the badge. */
export function Foot({ children }: { children?: Child }) {
  return (
    <tr>
      <td class="n2 p" style={`${FONT}padding:20px 32px 0;font-size:15px;line-height:23px;color:${SECOND}`}>
        {children}
      </td>
    </tr>
  );
}

export function Button({ href, children }: { href: string; children?: Child }) {
  return (
    <Table style="margin-top:14px">
      <tr>
        <td class="btn" style={`background:${INK};border-radius:10px`}>
          <a
            class="btn-a"
            href={href}
            style={`${FONT}display:inline-block;padding:15px 24px;font-size:18px;line-height:20px;font-weight:bold;color:#fff;text-decoration:none`}
          >
            {children}
          </a>
        </td>
      </tr>
    </Table>
  );
}

/** A second act, as words: still 44 pixels high for a thumb, with room before the next in either direction of reading. */
export function TextLink({ href, children }: { href: string; children?: Child }) {
  return (
    <>
      <a class="ink" href={href} style={`display:inline-block;padding:11px 0;line-height:22px;font-weight:bold;color:${INK}`}>
        {children}
      </a>
      {raw("&nbsp;&nbsp;&nbsp; ")}
    </>
  );
}

/** The finished document. */
export function render(document: Child): string {
  return `<!doctype html>${document}`;
}
