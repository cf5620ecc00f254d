/** Finds QR codes in frames, beside the page, so that the screen never stutters. The decoder is a file of our own. */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

export type Question = { id: number; width: number; height: number; pixels: ArrayBuffer; hard: boolean };
export type Reply = { id: number; texts: string[] };

prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  const image = new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height);
  const found = await readBarcodes(image, {
    formats: ["QRCode"],
    tryHarder: true,
    tryRotate: true,
    tryInvert: data.hard,
    tryDownscale: data.hard,
    maxNumberOfSymbols: 4,
  }).catch(() => []);
  const off = ({ position: { topLeft: a, bottomRight: b } }: (typeof found)[number]) =>
    Math.hypot((a.x + b.x - data.width) / 2, (a.y + b.y - data.height) / 2);
  const valid = found.filter((code) => code.isValid).sort((a, b) => off(a) - off(b));
  postMessage({ id: data.id, texts: valid.map((code) => code.text) } satisfies Reply);
});
