/** @jsxImportSource hono/jsx */
import { clean } from "../text.ts";
import { Block, Button, Document, FONT, Foot, Head, render } from "./layout.tsx";
import { ownLink } from "./link.ts";
import type { Rendered } from "./rendered.ts";
import { type Words, wordsFor } from "./words.ts";

export interface SignInModel {
  /** Six digits. */
  code: string;
  link: string;
  /** How long code and link work. */
  minutes: number;
  /** The event the person comes from, if they come from one. */
  eventName?: string | undefined;
  /** BCP 47; English where we have no translation. */
  language?: string | undefined;
}

/**
 * The mail that signs somebody in. The code stands once in the text and once in the HTML and is the only group of six digits
 * there: six digits in a row within the link are percent-encoded, an event's name that holds such a group is left out.
 */
export function signInMail({ code, link, minutes, eventName, language }: SignInModel): Rendered {
  const { language: lang, words } = wordsFor(language);
  const event = clean(eventName ?? "", 100);
  const view: View = {
    words: words.signIn,
    language: lang,
    dir: words.dir,
    subject: words.signIn.subject(event && !SIX_DIGITS.test(event) ? event : undefined),
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
    link: withoutSixDigits(ownLink(link)),
    minutes,
  };
  return { subject: view.subject, html: html(view), text: text(view) };
}

interface View {
  words: Words["signIn"];
  language: string;
  dir: "ltr" | "rtl";
  subject: string;
  code: string;
  link: string;
  minutes: number;
}

const SIX_DIGITS = /\d{3}\P{L}{0,2}\d{3}/u;

/** The same link: a digit and its percent-encoding mean the same in a query or fragment that is read as parameters. */
function withoutSixDigits(link: string): string {
  const start = Math.max(link.search(/[?#]/), 0);
  return link.slice(0, start) + link.slice(start).replace(/\d{6,}/g, apart);
}

function apart(digits: string): string {
  let row = 0;
  return digits.replace(/\d/g, (digit) => {
    const encoded = row === 5;
    // "%37" is two digits again.
    row = encoded ? 2 : row + 1;
    return encoded ? `%3${digit}` : digit;
  });
}

function html({ words, language, dir, subject, code, link, minutes }: View): string {
  return render(
    <Document language={language} dir={dir} title={subject}>
      <Head above="Lanyard" title={words.title} />
      <Block padding="30px 32px 26px">
        <p
          class="fill"
          style={`${FONT}margin:0;padding:20px 0;background:#f3f3ef;text-align:center;font-size:48px;line-height:52px;font-weight:bold`}
        >
          <span dir="ltr" style="letter-spacing:3px;white-space:nowrap">
            {code}
          </span>
        </p>
        <p style="margin:16px 0 0;font-size:17px;line-height:25px">{words.type(minutes)}</p>
      </Block>
      <Block rule padding="24px 32px 30px">
        <p style="margin:0;font-size:17px;line-height:25px">{words.orLink}</p>
        <Button href={link}>{words.button}</Button>
      </Block>
      <Foot>{words.notYou}</Foot>
    </Document>,
  );
}

function text({ words, code, link, minutes }: View): string {
  return [code, words.type(minutes), `${words.orLink}\n${link}`, words.notYou].join("\n\n");
}
