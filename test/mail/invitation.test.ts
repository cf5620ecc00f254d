import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type InvitationModel, invitationMail } from "../../packages/core/src/mail/invitation.tsx";
import { clean } from "../../packages/core/src/text.ts";
import { find } from "./found.ts";
import { hostile } from "./hostile.ts";
import { INVITATION } from "./sample.ts";

const mail = (changes: Partial<InvitationModel> = {}) => invitationMail({ ...INVITATION, ...changes });

describe("the mail before the event", () => {
  test.each(["en", "ar"])("has every word that matters and every address in HTML and text (%s)", (language) => {
    const { subject, html, text } = mail({ language });
    expect(subject).toContain("Tidewater 2026");
    const found = find(html);
    expect(found.hrefs).toEqual([INVITATION.url, INVITATION.unsubscribeUrl]);
    for (const part of ["Mara", "Felix Meritis, Amsterdam", INVITATION.attendee.email]) {
      expect(found.text).toContain(part);
      expect(text).toContain(part);
    }
    for (const href of found.hrefs) expect(text).toContain(href);
  });

  test("tells when, as the clocks at the event do: one day once, more days with both", () => {
    expect(mail().text).toContain("Thursday 14 May 2026, 09:00 to Friday 15 May 2026, 18:00");
    const day = { ...INVITATION.event, endsAt: "2026-05-14T16:00:00Z" };
    expect(mail({ event: day }).text).toContain("Thursday 14 May 2026, 09:00 to 18:00");
    expect(mail({ event: { ...day, timeZone: "Pacific/Auckland" } }).text).toContain(
      "Thursday 14 May 2026, 19:00 to Friday 15 May 2026, 04:00",
    );
  });

  test("takes the organizer's words as text", () => {
    const { subject, html, text } = mail({ subject: "Doors\r\nBcc: x@y.example", intro: "At <nine>\n\nsharp" });
    expect(subject).toBe("Doors Bcc: x@y.example");
    expect(html).toContain("At &lt;nine&gt;</p>");
    expect(text).toContain("At <nine>\n\nsharp");
  });

  test("throws rather than to send people to an address without https", () => {
    expect(() => mail({ url: "http://cards.example.org/" })).toThrow("must be https");
  });

  test("is the same mail, with the same elements and links, whatever people and events are called", () => {
    const harmless = find(mail().html);
    fc.assert(
      fc.property(hostile, hostile, (name, other) => {
        const event = { ...INVITATION.event, name: `E${other}`, venue: other };
        const { html, text, subject } = mail({ attendee: { name: `A${name}`, email: "a@b.example" }, event, intro: other, subject: other });
        const found = find(html);
        expect(found.tags).toEqual(harmless.tags);
        expect(found.attributes).toEqual(harmless.attributes);
        expect(found.hrefs).toEqual(harmless.hrefs);
        expect(subject).not.toMatch(/[\r\n]/);
        expect(text).toContain(clean(`E${other}`, 150).slice(0, 20));
      }),
    );
  });
});
