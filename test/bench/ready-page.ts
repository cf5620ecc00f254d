/** Runs in the page before its own code, and notes when the scan page could be used. Times count from the start of the navigation. */
export interface Moments {
  /** The code field has been painted. */
  field?: number;
  /** The camera's first picture has been shown. */
  camera?: number;
  /** The outcome of the first scan has been said and painted. */
  read?: number;
}

const moments: Moments = {};
const followed = new WeakSet<Element>();
const painted = (then: () => void) => requestAnimationFrame(() => setTimeout(then));

function look(): void {
  const field = document.querySelector<HTMLInputElement>("#badge-code");
  if (field && !followed.has(field) && !field.disabled && !field.closest("[inert]")) {
    followed.add(field);
    painted(() => {
      moments.field ??= performance.now();
    });
  }
  const video = document.querySelector("video");
  if (video && !followed.has(video)) {
    followed.add(video);
    video.requestVideoFrameCallback(() => {
      moments.camera ??= performance.now();
    });
  }
  if (!moments.read && /connected/i.test(document.querySelector("#status")?.textContent ?? ""))
    painted(() => {
      moments.read ??= performance.now();
    });
}

Object.assign(globalThis, { moments });
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
