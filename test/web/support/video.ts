/** A film for the browser's fake camera: badges held into it as hands hold them, turned, blurred and in bad light. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "qrcode";

export type Shot = {
  /** What the square says; without it the picture is an empty hall. */
  text?: string;
  seconds: number;
  /** Pixels of one module; 33 modules and the margin make the badge. */
  module?: number;
  degrees?: number;
  /** Radius of the blur in pixels. */
  blur?: number;
  /** 1 is full light, 0 is none. */
  light?: number;
  /** Grey of a square in the upper left corner, by which a page can tell the pictures of the film apart. */
  mark?: number;
};

/** Pixels across a mark. */
export const markSize = 48;

const [width, height, rate] = [640, 480, 10];
const quiet = 4;

/** Writes the film and answers the arguments with which Chromium shows it in place of a camera. */
export function film(shots: Shot[]): string[] {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`)];
  const colour = Buffer.alloc((width * height) / 2, 128);
  for (const shot of shots) {
    const frame = Buffer.concat([Buffer.from("FRAME\n"), picture(shot), colour]);
    for (let i = 0; i < shot.seconds * rate; i++) parts.push(frame);
  }
  const folder = mkdtempSync(join(tmpdir(), "lanyard-film-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "camera.y4m");
  writeFileSync(file, Buffer.concat(parts));
  return ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${file}`];
}

/** One picture in grey, 0 black to 255 white. */
export function picture({ text, module = 6, degrees = 0, blur = 0, light = 1, mark }: Shot): Buffer {
  const pixels = Buffer.alloc(width * height);
  const { modules } = text === undefined ? { modules: undefined } : create(text, { errorCorrectionLevel: "Q" });
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const hall = 70 + 40 * Math.sin(x / 37) * Math.sin(y / 29);
      const size = modules?.size ?? 0;
      const column = Math.floor((dx * cos + dy * sin) / module + size / 2);
      const row = Math.floor((dy * cos - dx * sin) / module + size / 2);
      const onBadge = modules && column >= -quiet && row >= -quiet && column < size + quiet && row < size + quiet;
      const isDark = onBadge && column >= 0 && row >= 0 && column < size && row < size && modules.get(row, column);
      const onMark = mark !== undefined && x < markSize && y < markSize;
      pixels[y * width + x] = onMark ? mark : Math.round((onBadge ? (isDark ? 18 : 235) : hall) * light);
    }
  return blur ? blurred(blurred(pixels, blur, 1, width), blur, width, height) : pixels;
}

/** A box blur along one direction: `step` 1 for rows, the width for columns. */
function blurred(pixels: Buffer, radius: number, step: number, length: number): Buffer {
  const out = Buffer.alloc(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const place = step === 1 ? at % width : Math.floor(at / width);
    let sum = 0;
    let n = 0;
    for (let d = -radius; d <= radius; d++) {
      if (place + d < 0 || place + d >= length) continue;
      sum += pixels[at + d * step]!;
      n++;
    }
    out[at] = sum / n;
  }
  return out;
}
