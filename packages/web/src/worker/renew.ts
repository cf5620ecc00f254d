/**
 * A page that was open while a new version took its place may ask for a file that is gone. Then the new version is fetched and the
 * page opened again; once a minute at most, so that a file that is missing for good cannot make it turn in circles.
 */
const keptAs = "lanyard.renewed";
const againMs = 60_000;
/** How long a new version may take to install, before the page is opened again all the same, in milliseconds. */
const installMs = 5_000;

export function renewWhenGone(): void {
  addEventListener("vite:preloadError", () => {
    const last = Number(sessionStorage.getItem(keptAs) ?? 0);
    if (!navigator.onLine || Date.now() - last < againMs) return;
    sessionStorage.setItem(keptAs, String(Date.now()));
    void newVersion().then(() => location.reload());
  });
}

async function newVersion(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return;
  const inPlace = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
  await registration.update().catch(() => {});
  if (!registration.installing && !registration.waiting) return;
  await Promise.race([inPlace, new Promise((resolve) => setTimeout(resolve, installMs))]);
}
