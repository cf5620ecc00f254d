import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { build, defineConfig, type Plugin } from "vite";
import type { AppFiles } from "./src/worker/shared.ts";

const here = import.meta.dirname;
const dist = join(here, "dist");

export default defineConfig({
  root: here,
  plugins: [serviceWorker()],
  // Whatever NODE_ENV is: built for development, every element carries the place it was written at.
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    outDir: "dist",
    // Old files go when the new ones are there, so that a server on this folder always has a whole app.
    emptyOutDir: false,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});

/** Builds `sw.js` after the pages, with the list of the files an attendee needs. The organizer's pages are kept as they are opened. */
function serviceWorker(): Plugin {
  let files: AppFiles | undefined;
  let written: string[] = [];
  return {
    name: "lanyard-service-worker",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
        const reached = new Set<string>();
        const reach = (fileName: string) => {
          const chunk = named.get(fileName);
          if (!chunk || reached.has(fileName) || chunk.facadeModuleId?.endsWith("/organize/index.tsx")) return;
          reached.add(fileName);
          for (const style of chunk.viteMetadata?.importedCss ?? []) reached.add(style);
          for (const asset of chunk.viteMetadata?.importedAssets ?? []) reached.add(asset);
          for (const next of [...chunk.imports, ...chunk.dynamicImports]) reach(next);
        };
        for (const chunk of chunks) if (chunk.isEntry) reach(chunk.fileName);
        const assets = Object.keys(bundle).filter((name) => /\.(woff2|wasm)$|decoder\.worker/.test(name));
        const isLater = (name: string) => /\.wasm$|decoder|latin-ext/.test(name);
        const all = [...new Set([...reached, ...assets])].map((name) => `/${name}`).toSorted();
        written = Object.keys(bundle);
        const page = bundle["index.html"];
        const hash = createHash("sha256")
          .update(all.join())
          .update(page?.type === "asset" ? page.source : "");
        files = {
          version: hash.digest("hex").slice(0, 12),
          first: ["/index.html", ...readdirSync(join(here, "public")).map((name) => `/${name}`), ...all.filter((name) => !isLater(name))],
          later: all.filter(isLater),
        };
      },
    },
    async closeBundle() {
      if (!files) return;
      await build({
        configFile: false,
        root: here,
        publicDir: false,
        logLevel: "warn",
        define: { FILES: JSON.stringify(files) },
        build: {
          outDir: "dist",
          emptyOutDir: false,
          target: "es2022",
          modulePreload: false,
          rolldownOptions: {
            input: join(here, "src/worker/service-worker.ts"),
            output: { format: "iife", entryFileNames: "sw.js" },
          },
        },
      });
      const keep = new Set([...written, ...readdirSync(join(here, "public")), "sw.js"]);
      for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.isFile() && !keep.has(relative(dist, path))) rmSync(path);
      }
    },
  };
}
