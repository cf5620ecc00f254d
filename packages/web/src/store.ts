import { useEffect, useReducer } from "preact/hooks";

/** A value that screens follow. */
export type Store<T> = { get(): T; set(next: T): void; follow(listener: () => void): () => void };

export function store<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The store's value; the component renders again when it changes. */
export function useStore<T>(source: Store<T>): T {
  const [, again] = useReducer((n: number) => n + 1, 0);
  const value = source.get();
  useEffect(() => {
    const check = () => again(undefined as never);
    if (source.get() !== value) check();
    return source.follow(check);
  }, [source]);
  return value;
}
