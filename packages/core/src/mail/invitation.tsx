/** @jsxImportSource hono/jsx */
import { clean } from "../text.ts";
import { greetingName } from "./draft.ts";
import { Block, Button, Document, Foot, Head, render, SECOND } from "./layout.tsx";
import { ownLink } from "./link.ts";
import { moments } from "./moment.ts";
import type { Rendered } from "./rendered.ts";
import { type Words, wordsFor } from "./words.ts";

export interface InvitationModel {
  /** BCP 47; English where we have no translation. */
  language: string;
  event: { name: string; timeZone: string; startsAt: string; endsAt: string; venue?: string | undefined };
  /** The reader; they sign in with this address. */
  attendee: { name: string; email: string };
  /** The organizer's own words, plain text. */
  subject?: string | undefined;
  intro?: string | undefined;
  /** The event in Lanyard. */
  url: string;
  unsubscribeUrl: string;
}

/** The one mail before the event: your badge is ready, when and where, three things to know. Times are in the event's zone. */
export function invitationMail(model: InvitationModel): Rendered {
  const { language, words } = wordsFor(model.language);
  const say = words.invitation;
  const event = clean(model.event.name, 150);
  const own = clean(model.intro ?? "", 2_000, { multiline: true })
    .split("\n")
    .filter((line) => line.trim() !== "");
  const view: View = {
    language,
    dir: words.dir,
    say,
    subject: clean(model.subject ?? "", 150) || say.subject(event),
    eventLine: [event, clean(model.event.venue ?? "", 150)].filter(Boolean).join(", "),
    when: range(words, model.event),
    title: say.title(greetingName(model.attendee.name)),
    intro: own.length > 0 ? own : [say.intro],
    url: ownLink(model.url),
    email: clean(model.attendee.email, 254),
    why: say.why(event),
    unsubscribe: ownLink(model.unsubscribeUrl),
  };
  return { subject: view.subject, html: html(view), text: text(view) };
}

interface View {
  language: string;
  dir: "ltr" | "rtl";
  say: Words["invitation"];
  subject: string;
  eventLine: string;
  when: string;
  title: string;
  intro: string[];
  url: string;
  email: string;
  why: string;
  unsubscribe: string;
}

/** `Thursday 14 May 2026, 09:00 to 18:00`, or from one day to another, as the event's clock shows it. */
function range({ locale, invitation: say }: Words, { timeZone, startsAt, endsAt }: InvitationModel["event"]): string {
  const when = moments(locale, timeZone);
  const [first, last] = [when.dayOfYear(startsAt), when.dayOfYear(endsAt)];
  const at = (day: string, moment: string) => say.at(day, when.time(moment));
  return say.until(at(first, startsAt), first === last ? when.time(endsAt) : at(last, endsAt));
}

const BODY = "font-size:17px;line-height:25px";

function html({ language, dir, say, subject, eventLine, when, title, intro, url, email, why, unsubscribe }: View): string {
  return render(
    <Document language={language} dir={dir} title={subject}>
      <Head above={eventLine} title={title}>
        <p style="margin:14px 0 0;font-size:18px;line-height:27px">{when}</p>
      </Head>
      <Block padding="26px 32px 30px">
        {intro.map((paragraph) => (
          <p dir="auto" style="margin:0 0 12px;font-size:18px;line-height:27px">
            {paragraph}
          </p>
        ))}
        <Button href={url}>{say.open}</Button>
        <p class="n2" style={`margin:12px 0 0;font-size:15px;line-height:22px;color:${SECOND}`}>
          {say.signIn} <span dir="ltr">{email}</span>
        </p>
      </Block>
      <Block rule padding="24px 32px 26px">
        {say.steps.map((step) => (
          <p style={`margin:0 0 10px;${BODY}`}>
            <b>{step.what}</b> {step.how}
          </p>
        ))}
      </Block>
      <Foot>
        {why}{" "}
        <a class="n2" href={unsubscribe} style={`color:${SECOND};text-decoration:underline`}>
          {say.unsubscribe}
        </a>
        .
      </Foot>
    </Document>,
  );
}

function text({ say, eventLine, when, title, intro, url, email, why, unsubscribe }: View): string {
  return [
    title,
    `${eventLine}\n${when}`,
    ...intro,
    `${say.open}:\n${url}`,
    `${say.signIn} ${email}`,
    say.steps.map(({ what, how }) => `- ${what} ${how}`).join("\n"),
    why,
    `${say.unsubscribe}: ${unsubscribe}`,
  ].join("\n\n");
}
