import { fail } from "./command.mjs";
import { installPackages } from "./install.mjs";
import { buildWeb } from "./web.mjs";

try {
  await installPackages();
  await buildWeb();
} catch (error) {
  fail(error);
}
// Node 20 is supported until the SDK needs 22; its notice would bury the addresses that main prints.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const { register } = await import("tsx/esm/api");
register();
await import("../packages/functions/src/local/main.ts");
