/** A sound and a shake that tell done from problem without looking. */

let audio: AudioContext | undefined;

/** Call on a tap: browsers let a page sound only after one. */
export function allowSound(): void {
  audio ??= typeof AudioContext === "undefined" ? undefined : new AudioContext();
  void audio?.resume().catch(() => {});
}

/** Done: two rising tones and one short shake. */
export function feelDone(): void {
  tone(880, 0, 0.09);
  tone(1320, 0.1, 0.14);
  shake(60);
}

/** Problem: one low, long tone and three shakes. */
export function feelProblem(): void {
  tone(196, 0, 0.38, "square");
  shake([90, 70, 90, 70, 90]);
}

function tone(hertz: number, after: number, seconds: number, type: OscillatorType = "sine"): void {
  if (audio?.state !== "running") return;
  const from = audio.currentTime + after;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = type;
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.12, from);
  gain.gain.exponentialRampToValueAtTime(0.001, from + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(from + seconds);
}

function shake(pattern: number | number[]): void {
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) navigator.vibrate?.(pattern);
}
