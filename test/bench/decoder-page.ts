/** Runs in the browser: draws badges as a camera might see them and lets decoders read them. */
import jsQR from "jsqr";
import QRCode from "qrcode";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { openDecoder } from "../../packages/web/src/camera/decoder.ts";

export interface Frame {
  text: string;
  /** Pixels across the code, without its quiet zone. */
  size: number;
  degrees: number;
  blur: number;
  scene: "plain" | "dim" | "glare" | "tilted";
  seed: number;
}
export interface Outcome {
  decoder: string;
  read: boolean;
  ms: number;
}

const [WIDTH, HEIGHT, QUIET] = [640, 480, 4];
type Decoder = (image: ImageData) => Promise<string | undefined> | string | undefined;

const decoders: Record<string, Decoder> = {
  "zxing-wasm": async (image) => {
    const options = { formats: ["QRCode" as const], tryHarder: true, tryRotate: true, tryInvert: false, tryDownscale: false };
    return (await readBarcodes(image, options)).find((code) => code.isValid)?.text;
  },
  jsQR: (image) => jsQR(image.data, image.width, image.height, { inversionAttempts: "dontInvert" })?.data,
};
const Native = (globalThis as { BarcodeDetector?: new (options: object) => { detect(image: ImageData): Promise<{ rawValue: string }[]> } })
  .BarcodeDetector;
if (Native) {
  const detector = new Native({ formats: ["qr_code"] });
  decoders.BarcodeDetector = async (image) => (await detector.detect(image))[0]?.rawValue;
}

/** The app's own way: the picture drawn, its pixels given to the worker, the worker's answer. */
const app = openDecoder();

async function look(frame: Frame): Promise<Outcome[]> {
  const image = draw(frame);
  const picture = await createImageBitmap(image);
  const outcomes: Outcome[] = [];
  const inApp = async () => (await (await app).read(picture))[0];
  const all: [string, Decoder][] = [...Object.entries(decoders), ["the app, in its worker", inApp]];
  for (const [decoder, read] of all) {
    const from = performance.now();
    const text = await Promise.resolve(read(image)).catch(() => undefined);
    outcomes.push({ decoder, read: text === frame.text, ms: performance.now() - from });
  }
  return outcomes;
}

function draw({ text, size, degrees, blur, scene, seed }: Frame): ImageData {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "Q" });
  const whole = modules.size + 2 * QUIET;
  const code = new OffscreenCanvas(whole, whole);
  const pen = code.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, whole, whole);
  pen.fillStyle = "#000";
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) pen.fillRect(x + QUIET, y + QUIET, 1, 1);

  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const view = canvas.getContext("2d", { willReadFrequently: true })!;
  view.fillStyle = "#777";
  view.fillRect(0, 0, WIDTH, HEIGHT);
  const scale = size / modules.size;
  view.filter = `blur(${blur}px)${scene === "dim" ? " brightness(0.5) contrast(0.7)" : ""}`;
  view.imageSmoothingEnabled = size < 150;
  view.translate(WIDTH / 2, HEIGHT / 2);
  if (scene === "tilted") view.transform(1, 0.12, 0.25, 0.7, 0, 0);
  view.rotate((degrees * Math.PI) / 180);
  view.drawImage(code, (-whole * scale) / 2, (-whole * scale) / 2, whole * scale, whole * scale);
  view.resetTransform();
  view.filter = "none";
  if (scene === "glare") spot(view, size);
  const image = view.getImageData(0, 0, WIDTH, HEIGHT);
  grain(image.data, seed);
  return image;
}

/** A lamp's reflection on a plastic sleeve, over one side of the code. */
function spot(view: OffscreenCanvasRenderingContext2D, size: number): void {
  const [x, y] = [WIDTH / 2 + size * 0.18, HEIGHT / 2 + size * 0.1];
  const light = view.createRadialGradient(x, y, 0, x, y, size * 0.22);
  light.addColorStop(0, "rgba(255,255,255,1)");
  light.addColorStop(0.6, "rgba(255,255,255,.85)");
  light.addColorStop(1, "rgba(255,255,255,0)");
  view.fillStyle = light;
  view.fillRect(0, 0, WIDTH, HEIGHT);
}

/** The noise of a small sensor, the same for the same seed (xorshift32). */
function grain(pixels: Uint8ClampedArray, seed: number): void {
  let state = seed || 1;
  for (let i = 0; i < pixels.length; i += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const noise = (state & 15) - 8;
    pixels[i] = pixels[i]! + noise;
    pixels[i + 1] = pixels[i + 1]! + noise;
    pixels[i + 2] = pixels[i + 2]! + noise;
  }
}

/** The decoder's start counts as well: what the first look of a fresh page costs. */
async function start(): Promise<number> {
  const from = performance.now();
  await prepareZXingModule({ overrides: { locateFile: () => "/reader.wasm" }, fireImmediately: true });
  return performance.now() - from;
}

Object.assign(globalThis, { start, look });
