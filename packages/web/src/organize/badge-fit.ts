/**
 * How large a name can be on a badge: as large as it fits, in any script, never cut.
 */

/** Text of letters our two font files lack takes the system's fonts; those stand higher. */
const LINE = { own: 1.04, system: 1.28 };
/** Fonts differ a little between screen and printer. */
const SAFE = 0.96;
const MEASURED_AT = 100;

export interface Box {
  width: number;
  height: number;
}
/** The width of a text at 100 px. */
export type Measure = (text: string) => number;

/** The largest size from `largest` down to `smallest` at which the name fits the box, all in the same unit. */
export function nameSize(
  name: string,
  box: Box,
  { largest, smallest, system }: { largest: number; smallest: number; system: boolean },
  measure: Measure,
): number {
  const words = pieces(name).map(({ text, glued }) => ({ width: measure(text) / MEASURED_AT, glued }));
  const space = measure(" ") / MEASURED_AT;
  const line = system ? LINE.system : LINE.own;
  for (let size = largest; size > smallest; size -= 0.25) {
    const lines = linesAt(words, space, (box.width * SAFE) / size);
    if (lines !== undefined && lines * line * size <= box.height) return size;
  }
  return smallest;
}

/** Where a line may break: at spaces, behind hyphens, and between any two letters of East Asian scripts. */
export function pieces(name: string): { text: string; glued: boolean }[] {
  return name
    .trim()
    .split(/\s+/)
    .flatMap((word) =>
      word
        .split(/(?<=[-‐–])|(?<=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}])(?=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}])/u)
        .map((text, i) => ({ text, glued: i > 0 })),
    );
}

function linesAt(words: { width: number; glued: boolean }[], space: number, room: number): number | undefined {
  let lines = 1;
  let used = 0;
  for (const { width, glued } of words) {
    if (width > room) return undefined;
    const next = used === 0 ? width : used + (glued ? 0 : space) + width;
    if (next <= room) {
      used = next;
      continue;
    }
    lines++;
    used = width;
  }
  return lines;
}

/** Measures with the fonts of the page, at the weight of names. */
export function canvasMeasure(family: string): Measure {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `800 ${MEASURED_AT}px ${family}`;
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? context.measureText(text).width;
    known.set(text, width);
    return width;
  };
}
