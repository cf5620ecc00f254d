/** What SES tells about our mails, by SNS. SNS tells at least once; every handling may be repeated. */
import type { Deps } from "@lanyard/core/context";
import { MailEvent } from "@lanyard/core/mail-event";
import * as z from "zod";
import { createDeps } from "./deps.ts";

const SnsEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });

let deps: Deps | undefined;

export async function handler(event: unknown): Promise<void> {
  deps ??= createDeps();
  for (const { Sns } of SnsEvent.parse(event).Records) await MailEvent.handle(deps, MailEvent.Info.parse(JSON.parse(Sns.Message)));
}
