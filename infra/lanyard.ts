/// <reference path="../.sst/platform/config.d.ts" />
/**
 * The whole of an installation, in the order in which parts need each other:
 *
 *     table, secrets <- mail (SES, its events) <- router and site <- functions (API, mail events, jobs) <- alarms
 */
import { createAlarms } from "./alarm.ts";
import { type FunctionContext, lambda } from "./function.ts";
import { createJobs } from "./job.ts";
import { createMail } from "./mail.ts";
import { settingsOf } from "./settings.ts";
import { createTable } from "./table.ts";
import { createRouter, createSite } from "./web.ts";

/** A write may be in flight this long; the rollup's settling time (60 s) counts on it. */
const API_TIMEOUT_SECONDS = 20;

export function lanyard() {
  const settings = settingsOf($app.stage);
  const production = $app.stage === "production";

  const table = createTable(settings, production);
  const idSecret = new sst.Secret("IdSecret");
  const codePepper = new sst.Secret("CodePepper");
  const deadLetters = new sst.aws.Queue("DeadLetters", { transform: { queue: { messageRetentionSeconds: 14 * 86_400 } } });
  const mail = createMail(settings);
  const router = createRouter(settings);
  createSite(router);

  const link = new sst.Linkable("Settings", {
    properties: {
      appUrl: router.url,
      signInFrom: mail.signInFrom,
      mailingFrom: mail.mailingFrom,
      configurationSet: mail.configurationSet,
      signIn: settings.signIn,
      organizers: [settings.organizers].flat(),
    },
  });
  const context: FunctionContext = {
    table,
    settings: link,
    idSecret,
    codePepper,
    mail,
    deadLetters,
    region: settings.region,
    logRetention: settings.retention.logs,
  };

  const api = lambda(context, "Api", {
    handler: "packages/functions/src/api.handler",
    timeoutSeconds: API_TIMEOUT_SECONDS,
    memoryMb: 1024,
    table: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"],
    indexes: ["lists", "feed", "work"],
    secrets: ["IdSecret", "CodePepper"],
    mail: ["SendRawEmail"],
    route: router,
  });
  const mailEvents = lambda(context, "MailEvents", {
    handler: "packages/functions/src/mail-events.handler",
    timeoutSeconds: 30,
    memoryMb: 512,
    table: ["PutItem", "UpdateItem"],
    secrets: ["IdSecret"],
    async: { retries: 2, maximumAgeSeconds: 6 * 3600 },
  });
  mail.tell(mailEvents, deadLetters);
  const jobs = createJobs(context);

  createAlarms({ settings, functions: { Api: api, MailEvents: mailEvents, ...jobs }, api, table, deadLetters, router });
  return { url: router.url, table: table.name, deadLetters: deadLetters.url, mailEvents: mailEvents.name };
}
