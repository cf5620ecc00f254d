/** Parsing at the edge: a body or a query becomes the schema's output, or an error that names the field. Runs after the guards. */
import { AppError, invalidInput } from "@lanyard/core/error";
import type { Context as HonoContext, MiddlewareHandler } from "hono";
import { uniqueSymbol, validator } from "hono-openapi";
import type * as z from "zod";

/** 500 rows of an import with every field at its longest; Lambda takes 6 MB. */
export const BODY_MAX_BYTES = 4 * 1024 * 1024;

/** A JSON body. An absent body is an empty object, so that acts without details need none. */
export function body<S extends z.ZodType>(schema: S) {
  const parse = validator("json", schema, refuse);
  const prepared: MiddlewareHandler = async (c, next) => {
    await readJson(c);
    return parse(c as never, next);
  };
  return Object.assign(prepared, { [uniqueSymbol]: (parse as never)[uniqueSymbol] }) as unknown as typeof parse;
}

/** A query string. */
export const query = <S extends z.ZodType>(schema: S) => validator("query", schema, refuse);

function refuse(result: { success: boolean; error?: readonly { message: string; path?: readonly unknown[] | undefined }[] }): void {
  if (!result.success) throw invalidInput(result.error ?? []);
}

/** Checks type and size, and leaves the text where Hono's parser finds it. */
async function readJson(c: HonoContext): Promise<void> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  const declared = Number(c.req.header("content-length") ?? 0);
  if (declared > BODY_MAX_BYTES) throw new AppError("input.too_large");
  if (type !== "application/json" && !(type === undefined && c.req.method === "DELETE")) throw new AppError("input.wrong_type");
  const text = await c.req.text();
  if (Buffer.byteLength(text) > BODY_MAX_BYTES) throw new AppError("input.too_large");
  // Hono keeps the promise of a text there, whatever its type says.
  if (text.trim() === "") c.req.bodyCache.text = Promise.resolve("{}") as never;
  else if (!isJson(text)) throw new AppError("input.not_json");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
