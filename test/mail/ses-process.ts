/** A local SES in a process of its own, to be killed. Prints its address. */
import { startSes } from "../../packages/functions/src/local/ses.ts";

const ses = await startSes({ dir: process.argv[2]!, identities: ["lanyard.example"], configurationSets: ["lanyard"] });
console.log(ses.url);
