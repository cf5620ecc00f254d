/**
 * Looks at the camera's pictures one after another, and tells each code once while it stays in view. `onCode` answers whether it
 * took the code; one not taken, because something else was on the screen, is told again.
 */
import type { Decoder } from "./decoder.ts";

/** A code out of view for this long counts as shown anew. */
const forgetMs = 3_000;
/** Pause between two looks: about 12 a second, which leaves a small phone room for everything else. */
const pauseMs = 80;

export function watch(video: HTMLVideoElement, decoder: Decoder, onCode: (text: string) => boolean): () => void {
  const seen = new Map<string, number>();
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    if (video.videoWidth && !video.paused) {
      const texts = await decoder.read(video).catch(() => []);
      if (stopped) return;
      const now = performance.now();
      const known = (text: string) => now - (seen.get(text) ?? Number.NEGATIVE_INFINITY) < forgetMs;
      for (const text of texts.filter(known)) seen.set(text, now);
      const nearest = texts[0];
      if (nearest !== undefined && !known(nearest) && onCode(nearest)) seen.set(nearest, now);
    }
    if (!stopped) timer = setTimeout(look, pauseMs);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
