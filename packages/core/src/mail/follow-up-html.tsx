/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { FollowUpView, NamesView, PersonView } from "./follow-up-view.ts";
import { Block, Button, Document, FONT, Foot, Head, Hold, INK, render, SECOND, Table, TextLink } from "./layout.tsx";

const BODY = "font-size:17px;line-height:25px";
const SMALL = `font-size:15px;line-height:22px;color:${SECOND}`;

export function followUpHtml(view: FollowUpView): string {
  return render(
    <Document language={view.language} dir={view.dir} title={view.subject} {...(view.preheader && { preheader: view.preheader })}>
      <Head above={view.eventLine} title={view.head}>
        {view.intro.map((paragraph) => (
          <p dir="auto" style={`margin:18px 0 0;text-align:${start(view)};font-size:18px;line-height:27px`}>
            {paragraph}
          </p>
        ))}
      </Head>
      {view.firstTitle ? <Title>{view.firstTitle}</Title> : null}
      {view.first.map((person, index) => (
        <Block rule={index > 0 || view.firstTitle !== undefined} padding="28px 32px 26px">
          <Large person={person} view={view} />
        </Block>
      ))}
      {view.awaiting ? <Awaiting awaiting={view.awaiting} view={view} /> : null}
      {view.restTitle ? <Title>{view.restTitle}</Title> : null}
      {view.rest.length > 0 ? (
        <Block padding="0 32px 8px">
          {view.rest.map((person) => (
            <Compact person={person} view={view} />
          ))}
        </Block>
      ) : null}
      {view.first.length === 0 && view.awaiting ? null : (
        <Block padding="8px 32px 20px">
          <Button href={view.all.href}>{view.all.label}</Button>
        </Block>
      )}
      {view.asked ? <Asked asked={view.asked} /> : null}
      {view.attached ? (
        <Block rule padding="22px 32px 26px">
          <p style={`margin:0;${BODY}`}>
            <b>{view.attached.what}</b> {view.attached.how}
          </p>
        </Block>
      ) : null}
      <Foot>
        {view.why}{" "}
        <a class="n2" href={view.unsubscribe.href} style={`color:${SECOND};text-decoration:underline`}>
          {view.unsubscribe.label}
        </a>
        .
      </Foot>
    </Document>,
  );
}

function Title({ children }: { children?: Child }) {
  return (
    <Block padding="26px 32px 18px">
      <h2 style="margin:0;font-size:22px;line-height:26px;font-weight:bold">{children}</h2>
    </Block>
  );
}

function Large({ person, view }: { person: PersonView; view: FollowUpView }) {
  return (
    <>
      <h3 dir="auto" style={`margin:0;text-align:${start(view)};font-size:30px;line-height:34px;font-weight:bold`}>
        {person.name}
      </h3>
      <p dir="auto" style={`margin:6px 0 0;text-align:${start(view)};font-size:17px;line-height:24px`}>
        {person.line}
      </p>
      <About person={person} view={view} />
      {person.note ? <Note note={person.note} view={view} /> : <p style={`margin:12px 0 0;${BODY}`}>{view.words.noNote}</p>}
      <Table width="100%" style="margin-top:16px">
        <tr>
          <td class="fill ink" style={`${FONT}background:#f3f3ef;color:${INK};padding:16px 18px;${BODY}`}>
            <b>{person.draftTitle}</b>
            {person.draft.map((paragraph) => (
              <p style="margin:6px 0 0">{paragraph}</p>
            ))}
          </td>
        </tr>
      </Table>
      <Button href={person.act.href}>{person.act.label}</Button>
      {person.linkedIn ? (
        <p class="n2" style={`margin:16px 0 0;${SMALL}`}>
          <b class="ink" style={`color:${INK}`}>
            {person.linkedIn.title}
          </b>{" "}
          {person.linkedIn.text}
        </p>
      ) : null}
      <p style="margin:8px 0 0;font-size:15px">
        <Links person={person} skip={person.act.href} />
      </p>
    </>
  );
}

function Compact({ person, view }: { person: PersonView; view: FollowUpView }) {
  return (
    <Table width="100%">
      <tr>
        <td class="ink thin" style={`${FONT}padding:18px 0 10px;border-top:1px solid #d6d6d1;color:${INK}`}>
          <h3 dir="auto" style={`margin:0;text-align:${start(view)};font-size:20px;line-height:25px;font-weight:bold`}>
            {person.name}
          </h3>
          <p dir="auto" style={`margin:2px 0 0;text-align:${start(view)};font-size:16px;line-height:23px`}>
            {person.line}
          </p>
          <About person={person} view={view} />
          {person.note ? <Note note={person.note} view={view} /> : null}
          <p class="n2" style={`margin:10px 0 0;${SMALL}`}>
            <b class="ink" style={`color:${INK}`}>
              {person.draftTitle}:
            </b>{" "}
            {person.draft.join(" ")}
          </p>
          {person.linkedIn ? (
            <p class="n2" style={`margin:8px 0 0;${SMALL}`}>
              <b class="ink" style={`color:${INK}`}>
                {person.linkedIn.title}
              </b>{" "}
              {person.linkedIn.text}
            </p>
          ) : null}
          <p style="margin:2px 0 0;font-size:15px">
            {person.act.href === person.card.href ? null : <TextLink href={person.act.href}>{person.act.label}</TextLink>}
            <Links person={person} skip={person.act.href === person.card.href ? undefined : person.act.href} />
          </p>
        </td>
      </tr>
    </Table>
  );
}

function About({ person, view }: { person: PersonView; view: FollowUpView }) {
  return (
    <>
      <p class="n2" style={`margin:2px 0 0;${SMALL}`}>
        {person.facts}
      </p>
      {person.reach.length > 0 ? (
        <p class="n2" style={`margin:2px 0 0;${SMALL}`}>
          {person.reach.map((value, index) => (
            <>
              {index > 0 ? <br /> : null}
              <span dir="auto">{value}</span>
            </>
          ))}
        </p>
      ) : null}
      {person.pitch ? (
        <p class="n2" dir="auto" style={`margin:8px 0 0;text-align:${start(view)};${SMALL}`}>
          {person.pitch}
        </p>
      ) : null}
      {person.tags ? (
        <p class="n2" style={`margin:2px 0 0;${SMALL}`}>
          <span dir="auto">{person.tags}</span>
        </p>
      ) : null}
    </>
  );
}

function Note({ note, view }: { note: string; view: FollowUpView }) {
  const side = start(view);
  return (
    <Table style="margin-top:14px">
      <tr>
        <td class="quo ink" style={`${FONT}border-${side}:4px solid ${INK};padding-${side}:14px;color:${INK};${BODY}`}>
          <b>{view.words.youWrote}</b>{" "}
          {note.split("\n").map((line, index) => (
            <>
              {index > 0 ? <br /> : null}
              <span dir="auto">{line}</span>
            </>
          ))}
        </td>
      </tr>
    </Table>
  );
}

function Links({ person, skip }: { person: PersonView; skip?: string | undefined }) {
  return (
    <>{[person.card, ...person.links].map((link) => (link.href === skip ? null : <TextLink href={link.href}>{link.label}</TextLink>))}</>
  );
}

function Awaiting({ awaiting, view }: { awaiting: NamesView; view: FollowUpView }) {
  return (
    <Hold>
      <h2 style="margin:0;font-size:30px;line-height:34px;font-weight:bold">{awaiting.title}</h2>
      <p style={`margin:8px 0 0;${BODY}`}>
        {awaiting.names.map(({ name, href }, index) => (
          <>
            {index > 0 ? ", " : null}
            <a href={href ?? view.all.href} style="color:#000;font-weight:bold">
              <span dir="auto">{name}</span>
            </a>
          </>
        ))}
        {awaiting.more ? ` ${awaiting.more}` : null}
      </p>
      <p style={`margin:8px 0 0;${BODY}`}>{awaiting.lead}</p>
      <Button href={view.all.href}>{view.words.answer}</Button>
    </Hold>
  );
}

function Asked({ asked }: { asked: NamesView }) {
  return (
    <Block rule padding="22px 32px 24px">
      <h2 style="margin:0;font-size:22px;line-height:26px;font-weight:bold">{asked.title}</h2>
      <p style={`margin:8px 0 0;${BODY}`}>
        {asked.names.map(({ name }, index) => (
          <>
            {index > 0 ? ", " : null}
            <span dir="auto">{name}</span>
          </>
        ))}
        {asked.more ? ` ${asked.more}` : null}
      </p>
      <p class="n2" style={`margin:6px 0 0;${SMALL}`}>
        {asked.lead}
      </p>
    </Block>
  );
}

/** `start` is no side that mail programs know. */
function start(view: FollowUpView): "left" | "right" {
  return view.dir === "rtl" ? "right" : "left";
}
