import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT, runNode } from "./command.mjs";
import { installPackages } from "./install.mjs";

const FOLDER = join(ROOT, "test/bench");
const ENV = {
  TZ: "UTC",
  LANYARD_TEST_ENGINE: "dynamodb-local",
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

try {
  await installPackages();
} catch (error) {
  fail(error);
}
const wanted = process.argv.slice(2);
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".bench.ts"));
let broken = 0;
for (const file of files.sort()) {
  if (wanted.length > 0 && !wanted.some((name) => file.startsWith(name))) continue;
  const code = await runNode(join(ROOT, "node_modules/tsx/dist/cli.mjs"), [join(FOLDER, file)], { env: ENV });
  if (code !== 0) broken++;
}
process.exit(broken > 0 ? 1 : 0);
