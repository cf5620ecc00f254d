/** A card's fields in the words and the order the screens use. */
import type { Card, CardField, Contact, Link, LinkKind } from "./api.ts";
import { t } from "./language/index.ts";

export const cardFields: CardField[] = ["headline", "company", "pitch", "links", "website", "city", "pronouns", "email", "phone"];

export function fieldName(field: CardField): string {
  const names: Record<CardField, string> = {
    headline: t("Headline"),
    company: t("Company"),
    pitch: t("Pitch"),
    links: t("LinkedIn and links"),
    website: t("Website"),
    city: t("City"),
    pronouns: t("Pronouns"),
    email: t("Email"),
    phone: t("Phone"),
  };
  return names[field];
}

export const linkNames: Record<LinkKind, string> = {
  linkedin: "LinkedIn",
  x: "X",
  instagram: "Instagram",
  github: "GitHub",
  mastodon: "Mastodon",
  bluesky: "Bluesky",
  other: "Web",
};

export const linkName = (link: Link): string => (link.kind === "other" ? t("Link") : linkNames[link.kind]);

/** The fields a card shows besides the name. */
export const given = (card: Card): CardField[] =>
  cardFields.filter((field) => (Array.isArray(card[field]) ? card[field].length > 0 : Boolean(card[field])));

/** `Headline, company, LinkedIn`: the fields as one line. */
export function fieldList(fields: CardField[]): string {
  const words = cardFields.filter((f) => fields.includes(f)).map(fieldName);
  return words
    .map((word, i) => (i === 0 ? word : word.charAt(0).toLocaleLowerCase() + word.slice(1)))
    .join(t(", "))
    .replace("linkedIn", "LinkedIn");
}

/** `Head of port data, Maersk Growth` */
export const roleLine = (card: Card): string => [card.headline, card.company].filter(Boolean).join(t(", "));

/** The second line of a person in a list: what they do, or why it is not known. */
export function underName(contact: Contact): string {
  const line = roleLine(contact.card);
  if (line) return line;
  if (contact.status === "requested") return t("Name only, for now");
  if (contact.status === "withdrawn" || contact.status === "blocked") return t("Name only, now");
  return t("No company shared");
}
