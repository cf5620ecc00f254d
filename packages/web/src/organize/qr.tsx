import { useMemo } from "preact/hooks";
import QRCode from "qrcode";

/** The margin that ISO/IEC 18004 asks for, in modules. Part of the picture, so that nothing can be set too near. */
export const QUIET = 4;

/** What a QR shows, as one path of unit squares, with its size in modules without the margin. */
export function qrPath(text: string, level: "M" | "Q"): { path: string; size: number } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
  const { size, data } = modules;
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue;
      const start = x;
      while (x + 1 < size && data[y * size + x + 1]) x++;
      path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`;
    }
  }
  return { path, size };
}

/** A QR black on white with its whole quiet zone; the box around it gives the size. An upper-case URL takes the small alphanumeric mode. */
export function Qr({ text, label, level = "Q" }: { text: string; label: string; level?: "M" | "Q" }) {
  const { path, size } = useMemo(() => qrPath(text, level), [text, level]);
  const whole = size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`} shape-rendering="crispEdges" role="img" aria-label={label}>
      <path fill="#fff" d={`M${-QUIET} ${-QUIET}h${whole}v${whole}h-${whole}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
