import type { FollowUpView, NamesView, PersonView } from "./follow-up-view.ts";

const RULE = "-".repeat(24);

/** The same mail as plain text: every name, note, draft and address that the HTML has. */
export function followUpText(view: FollowUpView): string {
  const blocks = [
    view.head,
    view.eventLine,
    ...view.intro,
    view.firstTitle && heading(view.firstTitle),
    ...view.first.map((person) => personText(person, view)),
    view.awaiting && namesText(view.awaiting),
    view.restTitle && heading(view.restTitle),
    ...view.rest.map((person) => personText(person, view)),
    `${view.all.label}: ${view.all.href}`,
    view.asked && namesText(view.asked),
    view.attached && `${view.attached.what} ${view.attached.how}`,
    view.why,
    `${view.unsubscribe.label}: ${view.unsubscribe.href}`,
  ];
  return blocks.filter(Boolean).join("\n\n");
}

function personText(person: PersonView, view: FollowUpView): string {
  const lines = [
    person.name,
    person.line,
    person.facts,
    ...person.reach,
    person.pitch,
    person.note && `${view.words.youWrote} ${person.note}`,
    person.tags,
    ...person.links.map((link) => `${link.label}: ${link.href}`),
    `${person.card.label}: ${person.card.href}`,
    "",
    `${person.draftTitle}:`,
    ...person.draft,
    ...(person.linkedIn ? ["", person.linkedIn.title, person.linkedIn.text] : []),
  ];
  return [RULE, ...lines.filter((line) => line !== undefined)].join("\n");
}

function namesText(names: NamesView): string {
  const lines = names.names.map(({ name, href }) => (href ? `- ${name}: ${href}` : `- ${name}`));
  return [heading(names.title), ...lines, ...(names.more ? [names.more] : []), names.lead].join("\n");
}

function heading(title: string): string {
  return `${title}\n${"=".repeat(24)}`;
}
