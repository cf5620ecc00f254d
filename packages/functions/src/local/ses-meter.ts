/** The two limits of an SES account: recipients a second and recipients in 24 hours, both over a sliding window. */
import { SesError } from "./ses-protocol.ts";

const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

export interface Meter {
  /** Counts the recipients of one mail, or throws what SES answers when it is one too many. */
  take(recipients: number): void;
  sentLast24Hours(): number;
}

/** `max24h` of -1 is no limit. `before`: moments of what was sent earlier, in order. Times are milliseconds since 1970. */
export function meter(limits: { maxSendRate: number; max24h: number; now: () => number; before: number[] }): Meter {
  const sent = [...limits.before];
  let oldestOfDay = 0;

  function sentLast24Hours(): number {
    const from = limits.now() - DAY_MS;
    while (oldestOfDay < sent.length && sent[oldestOfDay]! <= from) oldestOfDay++;
    return sent.length - oldestOfDay;
  }

  function sentLastSecond(): number {
    const from = limits.now() - SECOND_MS;
    let count = 0;
    while (count < sent.length && sent[sent.length - 1 - count]! > from) count++;
    return count;
  }

  return {
    sentLast24Hours,
    take(recipients) {
      if (sentLastSecond() + recipients > limits.maxSendRate) throw new SesError("Throttling", "Maximum sending rate exceeded.");
      if (limits.max24h >= 0 && sentLast24Hours() + recipients > limits.max24h)
        throw new SesError("Throttling", "Daily message quota exceeded.");
      for (let n = 0; n < recipients; n++) sent.push(limits.now());
    },
  };
}
