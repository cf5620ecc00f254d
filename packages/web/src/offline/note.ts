/** What was written right after a scan, as lines of the contact's note. */
export type Parts = { who?: string; talk?: string; promise?: string };

export function joinParts({ who, talk, promise }: Parts): string {
  return [who, talk, promise && `→ ${promise.trim()}`]
    .map((line) => line?.trim())
    .filter(Boolean)
    .join("\n");
}

/** The note with these lines below it; lines that are there already are not written twice. */
export function addToNote(note: string | undefined, lines: string): string {
  if (!note?.trim()) return lines;
  return note.includes(lines) ? note : `${note.trimEnd()}\n${lines}`;
}

/** The note as it was before these lines were added at its end. */
export function withoutLines(note: string, lines: string): string {
  return lines && note.endsWith(lines) ? note.slice(0, -lines.length).trimEnd() : note;
}
