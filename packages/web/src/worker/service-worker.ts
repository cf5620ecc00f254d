/**
 * Keeps the app on the phone: opens it with no network, and sends the queue when the network is back and no page is open. It holds
 * files only. The queue is in the database, which no version of this worker ever empties.
 */
import { currentPerson } from "../offline/database.ts";
import { deliver } from "../offline/delivery.ts";
import { Outbox } from "../offline/outbox.ts";
import { type AppFiles, prefix, syncTag } from "./shared.ts";

declare const self: ServiceWorkerGlobalScope;
/** Written by the build: every file of the attendee's app, and those that can come after it is installed. */
declare const FILES: AppFiles;

const files = FILES;
const cacheName = `${prefix}${files.version}`;
const shell = "/index.html";
/** Never ours: the server's own answers. */
const server = /^\/(api|u|_mail)([/.]|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([...files.first.map((path) => new Request(path, { cache: path === shell ? "reload" : "default" }))]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    dropOldFiles()
      .then(() => self.clients.claim())
      .then(() => void fetchTheRest()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || server.test(url.pathname)) return;
  if (event.request.mode === "navigate") event.respondWith(openApp(event.request, url));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(fromPhone(event.request, true));
  else if (files.first.includes(url.pathname)) event.respondWith(fromPhone(event.request, false));
});

/** Background sync, which TypeScript does not know (https://wicg.github.io/background-sync/spec/). */
type SyncEvent = ExtendableEvent & { tag: string };
self.addEventListener("sync", (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === syncTag) sync.waitUntil(sendQueue());
});

async function openApp(request: Request, url: URL): Promise<Response> {
  const isFile = /\.[a-z0-9]+$/i.test(url.pathname) && url.pathname !== shell;
  const kept = isFile ? undefined : await (await caches.open(cacheName)).match(shell);
  return kept ?? fetch(request);
}

/** Names of files carry their content's hash, so a file once kept is right for ever, whichever version kept it. */
async function fromPhone(request: Request, keep: boolean): Promise<Response> {
  const kept = (await (await caches.open(cacheName)).match(request)) ?? (await caches.match(request));
  if (kept) return kept;
  const response = await fetch(request);
  if (keep && response.ok) await (await caches.open(cacheName)).put(request, response.clone()).catch(() => {});
  return response;
}

/** The version before this one stays: a page that was open during the update still asks for its files. */
async function dropOldFiles(): Promise<void> {
  const mine = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(mine.slice(0, -1).map((name) => caches.delete(name)));
}

async function fetchTheRest(): Promise<void> {
  const connection = (navigator as { connection?: { saveData?: boolean } }).connection;
  if (connection?.saveData) return;
  const cache = await caches.open(cacheName);
  for (const path of files.later) if (!(await caches.match(path))) await cache.add(path).catch(() => {});
}

async function sendQueue(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  // A page that is seen sends by itself, and says how each scan ended; when it is left, it asks for this again.
  if (pages.some((page) => page.visibilityState === "visible")) return;
  const person = await currentPerson();
  if (!person) return;
  const run = await deliver({ person, sure: false, tell: () => {} });
  await Outbox.changed();
  if (!run.done && !run.signedOut) throw new Error("not everything was sent; the browser tries again");
}
