/** What the month of an event costs: measured units, times what people are assumed to do, times the price list. */
import type { Act, Measured } from "./measure.ts";
import { PRICE } from "./price.ts";

/** Assumptions for one person on the list, and for the event. docs/operations.md names them. */
export const ASSUMED = {
  importsOfTheList: 3,
  signedIn: 0.8,
  opensPerPerson: 30,
  newConnectionsPerPerson: 6,
  notesPerPerson: 5,
  followUpsPerPerson: 0.85,
  /** Two organizers watch the dashboard for 16 hours, once in 10 seconds. */
  dashboardReads: 2 * 16 * 360,
  busyMinutes: 16 * 60,
  minutesOfTheMonth: 30 * 24 * 60,
  /** Files of the app on each phone: requests and megabytes. */
  files: 40,
  megabytes: 2,
  mailKilobytes: 40,
  storedKilobytesPerPerson: 20,
  /** Not measured on AWS. Milliseconds a call is billed for, and kilobytes that it logs. */
  apiMs: 60,
  eventMs: 20,
  idleMs: 40,
  busyMs: 400,
  edgeMs: 5,
  loggedKilobytes: 1,
  mailsPerSecond: 0.8 * 14,
} as const;

export interface Bill {
  dynamodb: number;
  lambda: number;
  cloudfront: number;
  ses: number;
  logs: number;
  /** What is paid in a month without an event too: alarms, the DNS zone, the schedules' calls. */
  standing: number;
  total: number;
}

export function billOf(people: number, measured: Measured, alarms: number): Bill {
  const a = ASSUMED;
  const active = people * a.signedIn;
  const times: Record<Act, number> = {
    import: people * a.importsOfTheList,
    invitation: people,
    signIn: active,
    open: active * a.opensPerPerson,
    checkIn: people,
    scan: active * a.newConnectionsPerPerson,
    note: active * a.notesPerPerson,
    dashboard: a.dashboardReads,
    followUp: people * a.followUpsPerPerson,
    mailEvent: 2 * (active + people + people * a.followUpsPerPerson),
    idleMinute: a.minutesOfTheMonth - a.busyMinutes,
    busyMinute: a.busyMinutes,
  };
  const sum = (key: "calls" | "requests" | "reads" | "writes" | "mails", acts: readonly Act[] = Object.keys(times) as Act[]) =>
    acts.reduce((all, act) => all + measured[act][key] * times[act], 0);
  const API: Act[] = ["import", "signIn", "open", "checkIn", "scan", "note", "dashboard"];
  const apiCalls = sum("calls", API);
  const standingCalls = sum("calls", ["idleMinute", "busyMinute"]);
  const mails = sum("mails");
  const gigabytes = (kilobytes: number) => kilobytes / 1e6;

  const dynamodb =
    sum("reads") * PRICE.dynamodb.readUnit +
    sum("writes") * PRICE.dynamodb.writeUnit +
    gigabytes(people * a.storedKilobytesPerPerson) * PRICE.dynamodb.gbMonth;
  const gbSeconds =
    (apiCalls * a.apiMs) / 1000 +
    (0.5 * (times.mailEvent * a.eventMs + 2 * times.idleMinute * a.idleMs + 2 * times.busyMinute * a.busyMs)) / 1000 +
    (0.5 * (times.invitation + times.followUp)) / a.mailsPerSecond;
  const lambda = sum("calls") * PRICE.lambda.call + gbSeconds * PRICE.lambda.gbSecond;
  const files = active * a.files;
  const viewerRequests = apiCalls + files;
  const cloudfront =
    viewerRequests * (PRICE.cloudfront.request + PRICE.cloudfront.functionCall + 4 * PRICE.cloudfront.keyValueRead + PRICE.edge.call) +
    ((viewerRequests * a.edgeMs) / 1000) * 0.125 * PRICE.edge.gbSecond +
    ((active * a.megabytes + gigabytes(apiCalls * 3) * 1000) / 1000) * PRICE.cloudfront.gb;
  const ses = mails * PRICE.ses.mail + gigabytes(times.followUp * a.mailKilobytes) * PRICE.ses.gb + times.mailEvent * PRICE.sns.publish;
  const logs = gigabytes(sum("calls") * a.loggedKilobytes) * PRICE.logs.gb;
  const standing = alarms * PRICE.alarmMonth + PRICE.hostedZoneMonth + standingCalls * PRICE.scheduler.call;
  return { dynamodb, lambda, cloudfront, ses, logs, standing, total: dynamodb + lambda + cloudfront + ses + logs + standing };
}
