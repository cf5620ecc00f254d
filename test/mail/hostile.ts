/** Text as an attacker, or an unlucky copy and paste, would write it. */
import * as fc from "fast-check";

const FRAGMENTS = [
  ...["\r\nBcc: evil@attack.example", "\nBcc: evil@attack.example\n\n", "\r\n\r\n<script>alert(1)</script>", "\rTo: evil@attack.example"],
  ...["evil@attack.example, b", "<evil@attack.example>", '"', "\\", '">', "(comment)", ";", ":", ",", "\0", "\u2028", "\u202e", "\u2066"],
  ...["=?utf-8?Q?=0D=0ABcc:_evil@attack.example?=", "=?utf-8?B?DQpCY2M6IGV2aWxAYXR0YWNrLmV4YW1wbGU=?=", "\ud800", "é", "\t", "  "],
  ...["<b>", "</td></table>", "&amp;", "{{name}}", "javascript:alert(1)", "=1+1", "فاطمة", "田中", "👩‍👩‍👧", "a".repeat(2_000)],
];

export const hostile = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));
