import { canonicalEmail } from "@lanyard/core/email-address";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["  Ada.Lovelace+x@Example.ORG ", "ada.lovelace+x@example.org"],
  ["a@Exämple.com", "a@xn--exmple-cua.com"],
  ["a@пример.рф", "a@xn--e1afmkfd.xn--p1ai"],
  ["a@ｅｘample.com", "a@example.com"],
  ["o'brien/x@example.co.uk", "o'brien/x@example.co.uk"],
  [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
])("%s is the address %s", (value, address) => {
  expect(canonicalEmail(value)).toBe(address);
});

test.each([
  "",
  "a",
  "@example.org",
  "a@",
  "a@b",
  "a@localhost",
  "a@1.2.3.4",
  "a@0x7f.1",
  "a@[::1]",
  "a..b@example.org",
  ".a@example.org",
  "a.@example.org",
  '"a b"@example.org',
  "a b@example.org",
  "a@exam ple.org",
  "a@example.org\r\nBcc: x@example.com",
  "a@exa\tmple.org",
  "a@example.org.",
  "a@example..org",
  "a@-example.org",
  "a@example.org/x",
  "a@user:pw@example.org",
  "a@example.org:25",
  "a@%65xample.org",
  "Ada <a@example.org>",
  "a@example.org,b@example.org",
  "\u212aate@example.org",
  "jösé@example.org",
  `${"a".repeat(65)}@example.org`,
  `a@${"a".repeat(64)}.org`,
  `a@${"abcdefgh.".repeat(28)}org`,
])("%j is no address", (value) => {
  expect(canonicalEmail(value)).toBeUndefined();
});

test("an address is its own canonical form, plain ASCII, one at sign, safe in a header", () => {
  const value = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc
      .tuple(
        fc.string({ maxLength: 5 }),
        fc.constantFrom("@", "\r\n", "<", ">", ",", ";", '"', "\\", "@@", "%0d", "\u212a", "\u00ad"),
        fc.domain(),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(value, (text) => {
      const address = canonicalEmail(text);
      if (address === undefined) return;
      expect(canonicalEmail(address)).toBe(address);
      expect(address).toMatch(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]+$/);
      expect(address.length).toBeLessThanOrEqual(254);
    }),
    { numRuns: 20_000 },
  );
});

test("ordinary addresses are addresses", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);
  fc.assert(fc.property(word, word, word, (a, b, c) => canonicalEmail(`${a}.${b}@${c}.example`) === `${a}.${b}@${c}.example`));
});

test("no long input takes long", () => {
  const started = performance.now();
  for (const unit of ["a", "@", "-", ".", " ", "a.", "a@"]) {
    canonicalEmail(`${unit.repeat(500_000)}@${unit.repeat(500_000)}`);
    canonicalEmail(`${unit.repeat(Math.floor(60 / unit.length))}@${unit.repeat(120)}`);
  }
  expect(performance.now() - started).toBeLessThan(500);
});
