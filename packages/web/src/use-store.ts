import { useEffect, useReducer } from "preact/hooks";
import type { Store } from "./store.ts";

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
