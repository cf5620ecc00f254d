/** Mistakes that somebody may make in the configuration, each made in a copy of it: the guarantee that it breaks says so. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { GUARANTEES } from "./guarantee/all.ts";
import { synthesizeStack } from "./stack.ts";
import { ROOT, workspace } from "./synth/synthesize.ts";

interface Mutant {
  mistake: string;
  file: string;
  from: string | RegExp;
  to: string;
  /** Of development, unless production alone has what is broken. */
  stage?: "production";
  /** The beginnings of all guarantees that it breaks. */
  breaks: string[];
}

const MAY = "each function may do what is listed for it";
const WILDCARD = "no role has a managed policy, a wildcard action";

const MUTANTS: Mutant[] = [
  {
    mistake: "a permission is removed",
    file: "infra/job.ts",
    from: 'table: ["GetItem", "PutItem", "BatchWriteItem"]',
    to: 'table: ["GetItem", "PutItem"]',
    breaks: [MAY],
  },
  {
    mistake: "a permission is added that nothing uses",
    file: "infra/lanyard.ts",
    from: 'table: ["PutItem", "UpdateItem"]',
    to: 'table: ["PutItem", "UpdateItem", "DeleteItem"]',
    breaks: [MAY],
  },
  {
    mistake: "an action is widened to all of the table's",
    file: "infra/function.ts",
    from: /input\.table\.map\(\(action\) => `dynamodb:\$\{action\}`\)/,
    to: '["dynamodb:*"]',
    breaks: [MAY, WILDCARD],
  },
  {
    mistake: "a resource is widened to every identity",
    file: "infra/mail.ts",
    from: "sendingResources: [email.nodes.identity.arn,",
    to: 'sendingResources: ["*",',
    breaks: [MAY, WILDCARD],
  },
  {
    mistake: "the table is linked the way SST does it by default",
    file: "infra/table.ts",
    from: /sst\.Linkable\.wrap\(.*\n/,
    to: "",
    breaks: [MAY, WILDCARD],
  },
  {
    mistake: "the account root may assume a function's role",
    file: "infra/function.ts",
    from: /\.\.\.\(\$dev[^\n]*\n/,
    to: "",
    breaks: ["a role is assumed by the service that needs it"],
  },
  {
    mistake: "an index is dropped",
    file: "infra/table.ts",
    from: "TABLE.indexes.map",
    to: "TABLE.indexes.slice(1).map",
    breaks: ["the table has the keys, indexes and attributes"],
  },
  {
    mistake: "an index carries everything along",
    file: "infra/table.ts",
    from: "projection: projection === ",
    to: 'projection: true ? "all" : projection === ',
    breaks: ["the table has the keys, indexes and attributes"],
  },
  {
    mistake: "the time to live has another name",
    file: "infra/table.ts",
    from: "TABLE.ttl",
    to: '"ttl"',
    breaks: ["items end by the attribute"],
  },
  {
    mistake: "production's table can be deleted",
    file: "infra/table.ts",
    from: "deletionProtection: production",
    to: "deletionProtection: false",
    stage: "production",
    breaks: ["production's table outlives a removal"],
  },
  {
    mistake: "a schedule is slower than the embedded one",
    file: "infra/job.ts",
    from: '"rate(1 minute)"',
    to: '"rate(2 minutes)"',
    breaks: ["every job of the schedule is deployed as it is in the embedded run"],
  },
  {
    mistake: "what fails is lost",
    file: "infra/function.ts",
    from: /destinationConfig: .*\n/,
    to: "\n",
    breaks: ["what fails with nobody waiting is tried again"],
  },
  {
    mistake: "a function holds a secret that it does not use",
    file: "infra/job.ts",
    from: "Fold: { memoryMb: 512,",
    to: 'Fold: { memoryMb: 512, secrets: ["CodePepper"],',
    breaks: ["a function holds the secrets it uses and no others"],
  },
  {
    mistake: "the function URL is open to everybody",
    file: "infra/web.ts",
    from: 'protection: "oac-with-edge-signing"',
    to: 'protection: "none"',
    breaks: [
      "a schedule may call its own function", // the part at the edge is gone
      "nobody is let in from outside",
      "the API answers CloudFront only",
    ],
  },
  {
    mistake: "the service worker is cached for a year",
    file: "infra/web.ts",
    from: /cacheControl\(`\/\$\{folder\}`\)/,
    to: "cacheControl(`/assets/`)",
    breaks: ["every file of the build is uploaded"],
  },
  {
    mistake: "nobody hears that a mail was sent",
    file: "infra/mail.ts",
    from: 'types: ["send", ',
    to: "types: [",
    breaks: ["every mail's fate is told"],
  },
  {
    mistake: "a function is not watched",
    file: "infra/lanyard.ts",
    from: "functions: { Api: api, MailEvents: mailEvents, ...jobs }",
    to: "functions: { Api: api, ...jobs }",
    breaks: ["errors and throttles of every function"],
  },
];

describe.each(MUTANTS)("caught: $mistake", ({ mistake, file, from, to, stage = "development", breaks }) => {
  test("by the guarantee that it breaks, and by no other", async () => {
    const edits = { [file]: (text: string) => text.replace(from, () => to) };
    const stack = await synthesizeStack({ stage, name: `mutant/${mistake.replace(/\W+/g, "-")}`, edits });
    const broken = Object.entries(GUARANTEES).flatMap(([guarantee, holds]) => {
      try {
        holds(stack);
        return [];
      } catch {
        return [guarantee];
      }
    });
    expect(broken.map((guarantee) => breaks.find((beginning) => guarantee.startsWith(beginning)) ?? guarantee)).toEqual(breaks);
  }, 180_000);
});

test("caught by the compiler: a property is misspelt", () => {
  const tsc = (folder: string) =>
    execFileSync(process.execPath, [`${ROOT}/node_modules/typescript/bin/tsc`, "--noEmit", "-p", folder], { encoding: "utf8" });
  const folder = workspace("mutant/misspelt", { "infra/table.ts": (text) => text.replace("deletionProtection:", "deletionProtecton:") });
  expect(() => tsc(`${folder}/infra`)).toThrow(
    expect.objectContaining({ stdout: expect.stringMatching(/infra\/table\.ts.*'deletionProtecton'/) }),
  );
});
