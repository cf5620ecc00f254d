/**
 * What mail programs can show. Elements and style properties outside these lists are new to the mails: look each up (caniemail.com)
 * for Gmail, Outlook, Apple Mail, Yahoo, Samsung, Thunderbird, Proton and Fastmail before it is added.
 */
import { parseDocument } from "htmlparser2";
import { describe, expect, test } from "vitest";
import { followUpMail } from "../../packages/core/src/mail/follow-up.tsx";
import { invitationMail } from "../../packages/core/src/mail/invitation.tsx";
import { signInMail } from "../../packages/core/src/mail/sign-in.tsx";
import { INVITATION, SIGN_IN, sample } from "./sample.ts";

type Node = ReturnType<typeof parseDocument>["children"][number];

const ELEMENTS = "a b body br div h1 h2 h3 head html meta p span style table td title tr".split(" ");

/** Known everywhere in inline styles. */
const EVERYWHERE =
  "background border-left border-right border-top color font-family font-size font-weight letter-spacing line-height margin margin-top max-width padding padding-left padding-right text-align";
/** Unknown to some, who then show square corners, a wrapped code, an underline, a slightly higher strap, or a line of small print. */
const HARMLESS = "border-radius white-space text-decoration display max-height overflow";
const PROPERTIES = `${EVERYWHERE} ${HARMLESS}`.split(" ");

function* elements(nodes: Node[]): Generator<Extract<Node, { attribs: object }>> {
  for (const node of nodes) {
    if (!("attribs" in node)) continue;
    yield node;
    yield* elements(node.children);
  }
}

const mails: [string, string][] = [
  ["follow-up", followUpMail(sample(30)).html],
  ["follow-up in Arabic", followUpMail(sample(30, { language: "ar" })).html],
  ["follow-up without people", followUpMail(sample(0)).html],
  ["invitation", invitationMail(INVITATION).html],
  ["invitation in Arabic", invitationMail({ ...INVITATION, language: "ar" }).html],
  ["sign-in", signInMail(SIGN_IN).html],
];

describe.each(mails)("the HTML of the %s mail", (_name, html) => {
  const all = [...elements(parseDocument(html).children)];

  test("uses only elements and inline styles that mail programs know, or may drop without harm", () => {
    expect(all.map((element) => element.name).filter((name) => !ELEMENTS.includes(name))).toEqual([]);
    const properties = all.flatMap((element) => (element.attribs.style ?? "").split(";").map((rule) => rule.split(":")[0]!.trim()));
    expect(properties.filter((property) => property !== "" && !PROPERTIES.includes(property))).toEqual([]);
  });

  test("needs no picture, no font and nothing else from the network", () => {
    expect(html).not.toMatch(/<img|url\(|@import|<link|src=/);
  });

  test("is laid out by tables that a screen reader passes over, in a document that names its language and direction", () => {
    const tables = all.filter((element) => element.name === "table");
    expect(tables.length).toBeGreaterThan(2);
    expect(tables.filter((table) => table.attribs.role !== "presentation")).toEqual([]);
    expect(html).toMatch(/^<!doctype html><html lang="(en|ar)" dir="(ltr|rtl)">/);
    expect(all.filter((element) => element.name === "h1")).toHaveLength(1);
  });

  test("keeps its style block under the 8 KB beyond which Gmail drops all of it", () => {
    const [style] = html.match(/<style>[\s\S]*<\/style>/)!;
    expect(style.length).toBeLessThan(8_192);
  });
});
