/**
 * Runs several workers of real code over a fake table, one call at a time, in an order that the test chooses; a worker may be killed
 * between any two of its calls. Nothing waits on time, so the same choices give the same history.
 *
 * @example
 * const stepper = createStepper();
 * const table = { get: (key) => stepper.call(() => items.get(key)) };
 * const worker = stepper.start(() => apply(table, act));
 * while (!worker.ended) await stepper.step(worker);
 */
export interface Worker {
  /** It returned, threw or was killed. */
  ended: boolean;
  answer?: unknown;
  error?: unknown;
}

interface Inner extends Worker {
  resume: (() => void) | undefined;
  paused: (() => void) | undefined;
}

export interface Stepper {
  /** One call of the worker under way: done when it is stepped next. Only inside a worker. */
  call<T>(effect: () => T): Promise<T>;
  /** Starts a worker; it runs up to its first call. */
  start(work: () => Promise<unknown>): Promise<Worker>;
  /** Does the call the worker waits for, and runs it up to its next one or its end. */
  step(worker: Worker): Promise<void>;
  /** The process dies: the call it waits for is never made, and nothing after it. */
  kill(worker: Worker): void;
}

export function createStepper(): Stepper {
  let current: Inner | undefined;

  const run = async (worker: Inner, action: () => void) => {
    const paused = new Promise<void>((resolve) => {
      worker.paused = resolve;
    });
    current = worker;
    action();
    await paused;
  };

  return {
    call<T>(effect: () => T) {
      const worker = current!;
      return new Promise<T>((resolve, reject) => {
        worker.resume = () => {
          worker.resume = undefined;
          try {
            resolve(effect());
          } catch (error) {
            reject(error);
          }
        };
        worker.paused?.();
      });
    },
    async start(work) {
      const worker: Inner = { ended: false, resume: undefined, paused: undefined };
      await run(worker, () => {
        work()
          .then((answer) => {
            worker.answer = answer;
          })
          .catch((error: unknown) => {
            worker.error = error;
          })
          .finally(() => {
            worker.ended = true;
            worker.paused?.();
          });
      });
      return worker;
    },
    async step(worker) {
      const inner = worker as Inner;
      if (inner.ended) return;
      await run(inner, () => inner.resume!());
    },
    kill(worker) {
      const inner = worker as Inner;
      inner.ended = true;
      inner.resume = undefined;
    },
  };
}
