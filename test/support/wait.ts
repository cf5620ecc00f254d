/**
 * Waits until `condition` answers something true and answers that; asks every 20 ms. Fails after `timeoutMs` with `what` and the last error.
 *
 * @example
 * await until("the mail has arrived", async () => (await inbox()).find((mail) => mail.to.includes("ada@example.org")));
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 20 } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const end = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Exclude<T, undefined | null | false>;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
