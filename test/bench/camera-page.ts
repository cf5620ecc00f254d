/** Runs in the page before its own code: follows the camera's pictures and what the screen says of them. */
export interface Scan {
  name: string;
  /** From the first presented picture with the badge in it; milliseconds. */
  untilSent: number;
  untilAnswered: number;
  untilPainted: number;
}

const scans: Scan[] = [];
/** When the badge now in view was first presented; undefined while there is none, or when it came while an outcome was on the screen. */
let shownAt: number | undefined;
let hadBadge = true;

const probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
/** Whose exchange is on the screen, confirmed by the server. */
const nameOf = () => {
  const outcome = document.querySelector(".face .outcome")?.textContent ?? "";
  return /^connected/i.test(outcome) ? (document.querySelector(".face h1.name")?.textContent ?? undefined) : undefined;
};

function follow(video: HTMLVideoElement): void {
  video.requestVideoFrameCallback((_, { presentationTime }) => {
    probe.drawImage(video, 12, 12, 1, 1, 0, 0, 1, 1);
    const hasBadge = probe.getImageData(0, 0, 1, 1).data[0]! > 127;
    if (hasBadge && !hadBadge && !nameOf()) shownAt = presentationTime;
    if (!hasBadge) shownAt = undefined;
    hadBadge = hasBadge;
    follow(video);
  });
}

let followed: HTMLVideoElement | undefined;
let told: string | undefined;
function look(): void {
  const video = document.querySelector("video");
  if (video && video !== followed) {
    followed = video;
    follow(video);
  }
  const name = nameOf();
  if (name === told) return;
  told = name;
  const from = shownAt;
  if (name === undefined || from === undefined) return;
  requestAnimationFrame(() =>
    setTimeout(() => {
      const untilPainted = performance.now() - from;
      const sent = performance.getEntriesByType("resource").findLast((entry) => entry.name.endsWith("/scans")) as PerformanceResourceTiming;
      scans.push({ name, untilSent: sent.startTime - from, untilAnswered: sent.responseEnd - from, untilPainted });
    }),
  );
}

Object.assign(globalThis, { scans });
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
