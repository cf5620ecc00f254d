/**
 * Runs several workers of real code over a fake table, one call at a time, in an order that the test chooses; a worker may be killed
 * between any two of its calls. Nothing waits on time, so the same choices give the same history. Calls that a worker makes at once
 * (`Promise.all`) are done one after the other, in the order that `random` gives.
 *
 * @example
 * const stepper = createStepper(random);
 * const table = { get: (key) => stepper.call(() => items.get(key)) };
 * const worker = await stepper.start(() => apply(table, act));
 * while (!worker.ended) await stepper.step(worker);
 */
import type { Rng } from "./rng.ts";

export interface Worker {
  /** It returned, threw or was killed. */
  ended: boolean;
  answer?: unknown;
  error?: unknown;
}

interface Inner extends Worker {
  waiting: (() => void)[];
}

export interface Stepper {
  /** One call of the worker under way: done when it is stepped next. Only inside a worker. */
  call<T>(effect: () => T): Promise<T>;
  /** Starts a worker; it runs up to its first call. */
  start(work: () => Promise<unknown>): Promise<Worker>;
  /** Does a call the worker waits for, and runs it as far as it gets. */
  step(worker: Worker): Promise<void>;
  /** The process dies: what it waits for is never done, and nothing after it. */
  kill(worker: Worker): void;
}

/** Resolved after every promise that can go on has gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createStepper(random: Rng): Stepper {
  let current: Inner;

  return {
    call<T>(effect: () => T) {
      const worker = current;
      return new Promise<T>((resolve, reject) => {
        worker.waiting.push(() => {
          try {
            resolve(effect());
          } catch (error) {
            reject(error);
          }
        });
      });
    },
    async start(work) {
      const worker: Inner = { ended: false, waiting: [] };
      current = worker;
      work()
        .then((answer) => {
          worker.answer = answer;
        })
        .catch((error: unknown) => {
          worker.error = error;
        })
        .finally(() => {
          worker.ended = true;
        });
      await settled();
      return worker;
    },
    async step(worker) {
      const inner = worker as Inner;
      if (inner.ended) return;
      if (inner.waiting.length === 0) throw new Error("A worker waits for something that is no call of the stepper.");
      current = inner;
      const [next] = inner.waiting.splice(random.int(0, inner.waiting.length - 1), 1);
      next!();
      await settled();
    },
    kill(worker) {
      const inner = worker as Inner;
      inner.ended = true;
      inner.waiting = [];
    },
  };
}
