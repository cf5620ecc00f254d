/**
 * What was done in the last milliseconds, written before the database has it: a page that is closed or reloaded on the very next
 * moment loses nothing. Local storage is written at once, where the database takes its time.
 */
export * as Journal from "./journal.ts";

const prefix = "lanyard.unsaved.";

/** Notes down a change; later changes of the same thing are laid over it. Answers the call that strikes it out once it is kept. */
export function record(id: string, change: object): () => void {
  if (typeof localStorage === "undefined") return () => {};
  const name = prefix + id;
  try {
    const written = JSON.stringify({ ...JSON.parse(localStorage.getItem(name) ?? "{}"), ...change });
    localStorage.setItem(name, written);
    return () => {
      if (localStorage.getItem(name) === written) localStorage.removeItem(name);
    };
  } catch {
    return () => {};
  }
}

/** What an earlier page noted down and could not keep any more. */
export function left(kind: string): { id: string; change: object }[] {
  if (typeof localStorage === "undefined") return [];
  const names = Object.keys(localStorage).filter((name) => name.startsWith(`${prefix}${kind}|`));
  return names.map((name) => ({ id: name.slice(prefix.length + kind.length + 1), change: JSON.parse(localStorage.getItem(name) ?? "{}") }));
}

export function strike(kind: string, id: string): void {
  localStorage.removeItem(`${prefix}${kind}|${id}`);
}
