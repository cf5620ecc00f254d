/**
 * Every scheduled job and how often it runs: plain figures, so that the deployment reads them without the jobs. It makes one EventBridge
 * schedule of each; the embedded ticker goes by the same figures. A job may be killed anywhere and started twice at once; each begins
 * where the last one left.
 */
export interface Schedule {
  /** The file in this folder whose `handler` Lambda calls. */
  file: string;
  everyMinutes: number;
  /** How long one run may take on Lambda, in seconds. */
  timeoutSeconds: number;
}

export const SCHEDULE = {
  Fold: { file: "fold", everyMinutes: 1, timeoutSeconds: 55 },
  /** Longer than a run of the sender (`runSeconds`), shorter than its lease (`leaseSeconds`): two never send at once. */
  SendMailings: { file: "send-mailings", everyMinutes: 1, timeoutSeconds: 150 },
  Recount: { file: "recount", everyMinutes: 60, timeoutSeconds: 600 },
  Erase: { file: "erase", everyMinutes: 5, timeoutSeconds: 300 },
} as const satisfies Record<string, Schedule>;

export type JobName = keyof typeof SCHEDULE;
