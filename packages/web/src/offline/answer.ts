/** An answer of the server that a screen shows: the phone's copy first, then the server's word. */
import { useEffect, useState } from "preact/hooks";
import type { ApiError, NoAnswer } from "../api.ts";
import { doubt } from "../session.ts";
import { store } from "../store.ts";
import { useStore } from "../use-store.ts";
import { database } from "./database.ts";

export type Answer<T> = { value?: T; error?: ApiError | NoAnswer };
type Held = ReturnType<typeof store<Answer<unknown>>>;

const held = new Map<string, Held>();

/** The answer named `key` of this person. `load` asks the server, once for each time a screen with it is opened. */
export function useAnswer<T>(person: string, key: string, load: () => Promise<T>): Answer<T> & { reload(): Promise<void> } {
  const name = `${person}|${key}`;
  const source = hold(name);
  const [, again] = useState(0);
  const reload = async () => {
    try {
      put(person, key, await load());
    } catch (error) {
      source.set({ ...source.get(), error: error as ApiError | NoAnswer });
      doubt(error);
    }
    again((n) => n + 1);
  };
  useEffect(() => {
    void copy(name).then((kept) => {
      if (kept !== undefined && source.get().value === undefined) source.set({ ...source.get(), value: kept });
    });
    void reload();
  }, [name]);
  return { ...(useStore(source) as Answer<T>), reload };
}

/** Replaces the answer everywhere it is shown, as after saving. */
export function put<T>(person: string, key: string, value: T): void {
  const name = `${person}|${key}`;
  hold(name).set({ value });
  void database()
    .then((db) => db.put("answer", { key: name, person, value }))
    .catch(() => {});
}

async function copy(name: string): Promise<unknown> {
  try {
    return (await (await database()).get("answer", name))?.value;
  } catch {
    return undefined;
  }
}

function hold(name: string): Held {
  let found = held.get(name);
  if (!found) {
    found = store<Answer<unknown>>({});
    held.set(name, found);
  }
  return found;
}
