import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signInMail } from "../../packages/core/src/mail/sign-in.tsx";
import { SIGN_IN } from "./sample.ts";

/** Six digits together, or three and three with anything short between. */
const GROUP = /(?<!\d)\d{3}[^\p{L}\p{N}]?\d{3}(?!\d)|\d{7,}/gu;
const groups = (text: string) => [...text.matchAll(GROUP)].map(([group]) => group);

describe("the sign-in mail", () => {
  test.each(["en", "ar", undefined])("holds one group of six digits in text and HTML, none in the subject (%s)", (language) => {
    const mail = signInMail({ ...SIGN_IN, language, eventName: "Tidewater 2026" });
    expect([groups(mail.subject), groups(mail.text), groups(mail.html)]).toEqual([[], ["480 215"], ["480 215"]]);
  });

  test("holds only its code whatever the link and the event's name are", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789aZ-_"), minLength: 1, maxLength: 43 });
    const code = fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, "0"));
    fc.assert(
      fc.property(
        digits,
        digits,
        code,
        fc.constantFrom("Expo 123 456", "999999", "Room 12", undefined),
        (challenge, token, digitsOfCode, eventName) => {
          const link = `https://lanyard.example/auth#c=${challenge}&t=${token}`;
          const mail = signInMail({ code: digitsOfCode, link, minutes: 10, eventName });
          const spaced = `${digitsOfCode.slice(0, 3)} ${digitsOfCode.slice(3)}`;
          expect(mail.text.match(/\d{6}|\d{3} \d{3}/g)).toEqual([spaced]);
          expect(mail.html.match(/\d{6}|\d{3} \d{3}/g)).toEqual([spaced]);
          expect(mail.subject).not.toMatch(/\d{6}|\d{3} \d{3}/);
          const sent = new URLSearchParams(mail.text.match(/https:\S+#(\S+)/)![1]);
          expect([sent.get("c"), sent.get("t")]).toEqual([challenge, token]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("an ordinary link is sent as it is, in text and HTML", () => {
    const mail = signInMail(SIGN_IN);
    expect(mail.text).toContain(`\n${SIGN_IN.link}\n`);
    expect(mail.html).toContain(`href="${SIGN_IN.link.replace("&", "&amp;")}"`);
  });

  test("a link to another machine without https is never mailed; to this machine it is", () => {
    expect(() => signInMail({ ...SIGN_IN, link: "http://cards.example.org/auth#c=1&t=2" })).toThrow("must be https");
    expect(signInMail({ ...SIGN_IN, link: "http://localhost:3000/auth#c=1&t=2" }).text).toContain("http://localhost:3000/auth#c=1&t=2");
  });
});
