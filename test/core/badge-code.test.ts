import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CROCKFORD, checkCharacters, readBadge, shortCode } from "../../packages/core/src/badge-code.ts";

const characters = (length: number) =>
  fc.array(fc.constantFrom(...CROCKFORD), { minLength: length, maxLength: length }).map((list) => list.join(""));
const token = characters(20).map((body) => body + checkCharacters(body));

test("check characters are the first two bytes of the hash that is written down", () => {
  fc.assert(
    fc.property(characters(20), (body) => {
      const hash = createHash("sha256").update(`badge1${body}`).digest();
      expect(checkCharacters(body)).toBe(CROCKFORD[hash[0]! & 31]! + CROCKFORD[hash[1]! & 31]!);
    }),
  );
});

test("a token is read from its URL and from itself, however it is typed", () => {
  const disguise = fc.constantFrom(
    (t: string) => t,
    (t: string) => t.toLowerCase(),
    (t: string) => t.replaceAll("0", "o").replaceAll("1", "l"),
    (t: string) => t.replaceAll("0", "O").replaceAll("1", "I"),
    (t: string) => ` ${t.match(/.{1,4}/g)!.join("-")} `,
    (t: string) => `HTTPS://EVENTS.EXAMPLE.ORG/B/${t}`,
    (t: string) => `http://localhost:3000/b/${t.toLowerCase()}?utm=x#y`,
  );
  fc.assert(
    fc.property(token, disguise, (t, how) => {
      expect(readBadge(how(t))).toEqual({ token: t });
    }),
  );
});

test("a short code is read with or without its hyphen, in any case", () => {
  fc.assert(
    fc.property(characters(8), (code) => {
      expect(readBadge(shortCode(code).toLowerCase())).toEqual({ code });
      expect(readBadge(` ${code.slice(0, 3)} ${code.slice(3)}`)).toEqual({ code });
    }),
  );
});

test("of 20,000 tokens with one wrong character at most one in 300 passes", () => {
  let passed = 0;
  fc.assert(
    fc.property(token, fc.nat(21), fc.nat(30), (t, at, step) => {
      const wrong = CROCKFORD[(CROCKFORD.indexOf(t[at]!) + 1 + step) % 32]!;
      if (readBadge(t.slice(0, at) + wrong + t.slice(at + 1))) passed++;
    }),
    { numRuns: 20_000, seed: 7 },
  );
  expect(passed).toBeLessThan(67);
});

test("no text whatever throws, and what is not a badge is none", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => void readBadge(text)));
  for (const text of ["", "hello", "WIFI:T:WPA;S:hall;P:x;;", "https://example.org/b/", "ßßßß", "12345678U", "http://x/b/12345678"])
    expect(readBadge(text), text).toBeUndefined();
});
