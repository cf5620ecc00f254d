/** Tells what happened to the mails, one mail's happenings in order, each until it was heard; what is not heard waits on disk. */
import { event, type SesEvent } from "./ses-event.ts";
import type { InboxMail, MailStore, MailSummary } from "./ses-store.ts";

/** Mails told of at the same time. */
const PARALLEL = 8;
const RETRY_MAX_MS = 30_000;

export interface Courier {
  tell(mail: MailSummary): void;
  /** Resolves once what is being told has been heard or refused. */
  stop(): Promise<void>;
}

/** `retryMs` is the first wait after a failure; it doubles up to half a minute. */
export function startCourier(store: MailStore, onEvent: (event: SesEvent) => Promise<void>, retryMs: number): Courier {
  const queue: MailSummary[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const failures = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  function tell(mail: MailSummary): void {
    if (stopped || store.heard(mail.id) >= mail.happenings.length) return;
    queue.push(mail);
    while (running.size < PARALLEL && queue.length > 0) {
      const work = tellQueue(queue.shift()!).finally(() => running.delete(work));
      running.add(work);
    }
  }

  async function tellQueue(first: MailSummary): Promise<void> {
    for (let mail: MailSummary | undefined = first; mail && !stopped; mail = queue.shift()) await tellAll(mail);
  }

  async function tellAll(mail: MailSummary): Promise<void> {
    try {
      for (let next = store.heard(mail.id); next < mail.happenings.length && !stopped; next++) {
        const json = await store.json(mail.id);
        if (json === undefined) return;
        const { headers } = JSON.parse(json) as InboxMail;
        await onEvent(event({ ...mail, headers }, mail.happenings[next]!));
        if (stopped) return;
        await store.markHeard(mail.id);
      }
      failures.delete(mail.id);
    } catch {
      tellLater(mail);
    }
  }

  function tellLater(mail: MailSummary): void {
    const count = failures.get(mail.id) ?? 0;
    failures.set(mail.id, count + 1);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        tell(mail);
      },
      Math.min(RETRY_MAX_MS, retryMs * 2 ** count),
    );
    timers.add(timer);
  }

  for (const mail of store.all()) tell(mail);
  return {
    tell,
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
