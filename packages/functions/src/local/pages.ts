/** The built web files as the deployed site serves them; any path that is no file is the app. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { CONTENT_TYPES, cacheControl, SITE_HEADERS } from "../site.ts";

export const WEB_FOLDER = fileURLToPath(new URL("../../../web/dist", import.meta.url));

export function pages(folder = WEB_FOLDER): Hono {
  // Compressed from 1,024 bytes on; CloudFront compresses files from 1,000 on.
  return new Hono().use(compress({ encoding: "gzip" })).get("*", async (c) => {
    const path = decoded(new URL(c.req.url).pathname);
    const file = normalize(join(folder, path));
    const isFile = file.startsWith(`${folder}/`) && extname(file) !== "" && existsSync(file);
    if (!isFile && path.startsWith("/assets/")) return c.text("Not found", 404);
    const wanted = isFile ? file : join(folder, "index.html");
    if (!existsSync(wanted)) return c.text("The pages are not built: npm start builds them.", 404);
    return c.body(await readFile(wanted), 200, {
      ...SITE_HEADERS,
      "Content-Type": CONTENT_TYPES[isFile ? extname(file) : ".html"] ?? "application/octet-stream",
      "Cache-Control": cacheControl(path),
    });
  });
}

/** A path with half a percent sign names no file of ours, and is one all the same. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
