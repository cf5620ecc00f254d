/** Once for the whole run: SST's components, the web files, and both stages synthesized. Two at once would want the same stand-in. */
import { installPlatform } from "../../scripts/sst.mjs";
import { buildWeb } from "../../scripts/web.mjs";
import { fixSources, synthesize } from "./synth/synthesize.ts";

export async function setup(): Promise<void> {
  await installPlatform();
  await buildWeb();
  fixSources();
  for (const stage of ["development", "production"]) await synthesize({ stage });
}
