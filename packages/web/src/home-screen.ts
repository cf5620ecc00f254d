/**
 * The app on the phone's home screen. An iPhone keeps it apart from its browsers: it asks for the camera anew, has a sign-in and a
 * queue of its own, and links still open in the browser. So its owner is told, wherever one of these shows.
 */
import { store } from "./store.ts";

/** What Chromium hands over where it would offer the app by itself. */
export type InstallOffer = Event & { prompt(): Promise<{ outcome: "accepted" | "dismissed" }> };

const seenKept = "lanyard.homeScreen";

/** An iPhone or an iPad; the latter calls itself a Mac, which has no touch screen. */
export const isApple = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** Opened from the home screen, without a browser around it. */
export const isInstalled = (): boolean =>
  (navigator as { standalone?: boolean }).standalone === true || matchMedia("(display-mode: standalone)").matches;

/** The browser's offer to install, from the moment it makes one until it is taken up. */
export const offer = store<InstallOffer | undefined>(undefined);

/** Keeps the browser's offer until its owner asks for it. Called before the first page, which may come after the offer. */
export function keepOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.set(event as InstallOffer);
  });
  addEventListener("appinstalled", () => offer.set(undefined));
}

/** Whether the app can go to the home screen and its owner was not yet told so; told once, by the page about it. */
export function isNews(): boolean {
  if (isInstalled() || !(isApple() || offer.get())) return false;
  try {
    return localStorage.getItem(seenKept) === null;
  } catch {
    return false; // A browser without storage would be told each time.
  }
}

export function seen(): void {
  try {
    localStorage.setItem(seenKept, "seen");
  } catch {
    // Nothing to remember it in.
  }
}
