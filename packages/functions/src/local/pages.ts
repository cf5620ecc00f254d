/** The built web files as the deployed site serves them; any path that is no file is the app. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { CONTENT_TYPES, cacheControl, SITE_HEADERS } from "../site.ts";

export const WEB_FOLDER = fileURLToPath(new URL("../../../web/dist", import.meta.url));

export function pages(folder = WEB_FOLDER): Hono {
  return new Hono().get("*", async (c) => {
    const path = decodeURIComponent(new URL(c.req.url).pathname);
    const file = normalize(join(folder, path));
    const isFile = file.startsWith(`${folder}/`) && extname(file) !== "" && existsSync(file);
    if (!isFile && path.startsWith("/assets/")) return c.text("Not found", 404);
    const content = await readFile(isFile ? file : join(folder, "index.html"));
    return c.body(content, 200, {
      ...SITE_HEADERS,
      "Content-Type": CONTENT_TYPES[isFile ? extname(file) : ".html"] ?? "application/octet-stream",
      "Cache-Control": cacheControl(path),
    });
  });
}
