/** Reads QR codes from pictures: with the browser's own detector where it has one, else with zxing in a worker. */
import type { Question, Reply } from "./decoder.worker.ts";

/** Texts of the codes in a picture, the one nearest its middle first. `hard`: a still photo, worth more time. */
export type Decoder = { read(picture: Picture, hard?: boolean): Promise<string[]>; close(): void };
export type Picture = HTMLVideoElement | ImageBitmap;

type Detector = { detect(source: CanvasImageSource): Promise<{ rawValue: string; boundingBox: DOMRectReadOnly }[]> };
declare const BarcodeDetector: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/** Longest side of the picture the worker looks at; larger ones only take longer. */
const longestSide = 1280;

export async function openDecoder(): Promise<Decoder> {
  const native = await nativeDetector();
  let worker: Decoder | undefined;
  const fallback = () => {
    worker ??= workerDecoder();
    return worker;
  };
  if (!native) fallback();
  let detector = native;
  return {
    async read(picture, hard) {
      if (!detector) return fallback().read(picture, hard);
      try {
        const found = await detector.detect(picture);
        const [width, height] = sizeOf(picture);
        const off = ({ boundingBox: b }: { boundingBox: DOMRectReadOnly }) =>
          Math.hypot(b.x + b.width / 2 - width / 2, b.y + b.height / 2 - height / 2);
        if (found.length || !hard) return found.sort((a, b) => off(a) - off(b)).map((code) => code.rawValue);
      } catch {
        // Some phones promise a detector that then fails at its first picture.
        detector = undefined;
      }
      return fallback().read(picture, hard);
    },
    close: () => worker?.close(),
  };
}

async function nativeDetector(): Promise<Detector | undefined> {
  if (typeof BarcodeDetector === "undefined") return undefined;
  try {
    if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return undefined;
    return new BarcodeDetector({ formats: ["qr_code"] });
  } catch {
    return undefined;
  }
}

function workerDecoder(): Decoder {
  const worker = new Worker(new URL("./decoder.worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, (texts: string[]) => void>();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let last = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    waiting.get(data.id)?.(data.texts);
    waiting.delete(data.id);
  });
  worker.addEventListener("error", () => {
    for (const answer of waiting.values()) answer([]);
    waiting.clear();
  });
  return {
    read(picture, hard = false) {
      const [width, height] = sizeOf(picture);
      if (!context || !width || !height) return Promise.resolve([]);
      const scale = Math.min(1, (hard ? 2 * longestSide : longestSide) / Math.max(width, height));
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data.buffer;
      const id = ++last;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        worker.postMessage({ id, width: canvas.width, height: canvas.height, pixels, hard } satisfies Question, [pixels]);
      });
    },
    close: () => worker.terminate(),
  };
}

const sizeOf = (picture: Picture): [number, number] =>
  "videoWidth" in picture ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];
