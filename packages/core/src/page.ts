/** Lists in pages: `limit` 1 to 100 (default 50, clamped); a cursor is ours, for this list, or it is refused. */
export * as Page from "./page.ts";

import { timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Deps } from "./context.ts";
import { AppError } from "./error.ts";
import { mac } from "./id.ts";

const DEFAULT_LIMIT = 50;
export const LIMIT_MAX = 100;
const MAC_BYTES = 12;

export const Input = z.object({
  cursor: z.string().max(2000).optional(),
  /** Anything that is no number counts as not given; the rest is clamped. */
  limit: z
    .string()
    .optional()
    .transform((text) => {
      const number = Math.trunc(Number(text));
      if (text === undefined || text.trim() === "" || !Number.isFinite(number)) return DEFAULT_LIMIT;
      return Math.min(LIMIT_MAX, Math.max(1, number));
    })
    .meta({ type: "integer", minimum: 1, maximum: LIMIT_MAX, default: DEFAULT_LIMIT }),
});
export type Input = z.output<typeof Input>;

export interface Of<T> {
  items: T[];
  cursor?: string;
}

/** A place in a list, signed, so that a cursor of another list or somebody's invention is refused. */
export function encode(deps: Deps, list: string, place: unknown): string {
  const json = Buffer.from(JSON.stringify(place));
  return Buffer.concat([sign(deps, list, json), json]).toString("base64url");
}

export function decode<T>(deps: Deps, list: string, cursor: string | undefined): T | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const bytes = Buffer.from(cursor, "base64url");
  const json = bytes.subarray(MAC_BYTES);
  const signature = bytes.subarray(0, MAC_BYTES);
  if (signature.length !== MAC_BYTES || !timingSafeEqual(signature, sign(deps, list, json)))
    throw new AppError("cursor.invalid", { field: "cursor" });
  return JSON.parse(json.toString()) as T;
}

/** One page of a sorted list in memory. The cursor is the last item's sort place, so what is added meanwhile shifts nothing. */
export function slice<T>(
  deps: Deps,
  list: string,
  sorted: T[],
  placeOf: (item: T) => [number, string],
  input: Input,
): { slice: T[]; cursor?: string } {
  const after = decode<[number, string]>(deps, list, input.cursor);
  const rest = after ? sorted.filter((item) => isAfter(placeOf(item), after)) : sorted;
  const part = rest.slice(0, input.limit);
  if (part.length === rest.length) return { slice: part };
  return { slice: part, cursor: encode(deps, list, placeOf(part.at(-1)!)) };
}

/** Sorted by number downwards, then by text upwards. */
const isAfter = ([number, text]: [number, string], [lastNumber, lastText]: [number, string]) =>
  number < lastNumber || (number === lastNumber && text > lastText);

const sign = (deps: Deps, list: string, json: Buffer) =>
  mac(deps.secrets.ids, "cursor", list, json.toString("base64")).subarray(0, MAC_BYTES);
