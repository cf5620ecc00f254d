import { canonicalEmail } from "./email-address.ts";
import { clean } from "./text.ts";

export interface VCardInput {
  uid: string;
  name: string;
  headline?: string | undefined;
  company?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  website?: string | undefined;
  links?: { kind: string; url: string }[] | undefined;
  city?: string | undefined;
  pronouns?: string | undefined;
  pitch?: string | undefined;
  note?: string | undefined;
  /** When the card last changed: an address book keeps the newer of two with the same uid. */
  revisedAt: Date;
}

const LABELS: Record<string, string> = {
  linkedin: "LinkedIn",
  x: "X",
  instagram: "Instagram",
  github: "GitHub",
  mastodon: "Mastodon",
  bluesky: "Bluesky",
};
const LINE_OCTETS = 75;
const URL_MAX = 2000;

/** Many cards as one .vcf file, in the order given. */
export function vcards(list: Iterable<VCardInput>): string {
  return [...list].map(vcard).join("");
}

/**
 * One card as vCard 3.0 (RFC 2426), the version every address book imports: CRLF, UTF-8 without byte order mark, lines folded at
 * 75 octets between code points, values escaped and without control characters. Only http and https addresses are written.
 * Pronouns, pitch and note share NOTE, since 3.0 has no better place. Fields that are empty or no real address are left out.
 */
export function vcard(card: VCardInput): string {
  const name = one(card.name) || "Unnamed";
  const lines = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    "PRODID:-//Lanyard//Lanyard//EN",
    `UID:${escaped(one(card.uid))}`,
    `REV:${card.revisedAt.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `N:${nameParts(name).map(escaped).join(";")};;;`,
    `FN:${escaped(name)}`,
    ...textLine("ORG", card.company),
    ...textLine("TITLE", card.headline),
    ...textLine("EMAIL;TYPE=INTERNET", canonicalEmail(card.email ?? "")),
    ...textLine("TEL;TYPE=VOICE", dialable(card.phone)),
    ...cityLine(card.city),
    ...urlLines(card),
    ...noteLine(card),
    "END:VCARD",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

/** [family, given]. A guess that only sorts the address book, FN is what it shows: the last word of a name in Latin letters. */
function nameParts(name: string): [string, string] {
  const words = name.split(" ");
  const latin = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]+$/u.test(name);
  if (words.length < 2 || !latin) return ["", name];
  return [words.at(-1)!, words.slice(0, -1).join(" ")];
}

function textLine(property: string, value: string | undefined): string[] {
  const text = one(value);
  return text ? [`${property}:${escaped(text)}`] : [];
}

// "*" and "#" make service codes (call forwarding) of what looks like a number.
function dialable(phone: string | undefined): string {
  const text = one(phone, 60).replace(/[*#]/g, "");
  return /\p{Nd}/u.test(text) ? text : "";
}

function cityLine(city: string | undefined): string[] {
  const text = one(city);
  return text ? [`ADR;TYPE=WORK:;;;${escaped(text)};;;`] : [];
}

// Labels as Apple and Google write and read them; both drop X-SOCIALPROFILE or show it without its address.
function urlLines({ website, links = [] }: VCardInput): string[] {
  const site = webAddress(website);
  const labelled = links.flatMap(({ kind, url }) => {
    const address = webAddress(url);
    return address && address !== site ? [{ address, label: LABELS[kind] ?? "Link" }] : [];
  });
  return [
    ...(site ? [`URL:${site}`] : []),
    ...labelled.flatMap(({ address, label }, i) => [`item${i + 1}.URL:${address}`, `item${i + 1}.X-ABLabel:${label}`]),
  ];
}

function noteLine({ pronouns, pitch, note }: VCardInput): string[] {
  const parts = [one(pronouns), clean(pitch ?? "", 2000, { multiline: true }), clean(note ?? "", 8000, { multiline: true })];
  const text = parts.filter((part) => part !== "").join("\n\n");
  return text ? [`NOTE:${escaped(text)}`] : [];
}

// A URL value is not escaped (RFC 2426, 4), so the one character that could read as an escape is percent-encoded.
function webAddress(value: string | undefined): string | undefined {
  if (!value || value.length > URL_MAX || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const address = url.href.replaceAll("\\", "%5C");
  return (url.protocol === "https:" || url.protocol === "http:") && address.length <= URL_MAX ? address : undefined;
}

function one(value: string | undefined, max = 300): string {
  return clean(value ?? "", max).replace(/\s+/g, " ");
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
}

function fold(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character.codePointAt(0)!);
    if (octets + size > LINE_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
