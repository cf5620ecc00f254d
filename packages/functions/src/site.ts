/**
 * What holds for the site as a whole, wherever it is served: the deployment and the embedded run read this file. Plain values, no imports.
 */

/** Paths that the API answers; every other path is the web app's. */
export const API_PATHS = ["/api", "/u"] as const;

/**
 * Who asked, set by the front door and nobody else. CloudFront's own `CloudFront-Viewer-Address` reaches the origin only together with
 * the viewer's Host header, which a function URL refuses.
 */
export const VIEWER_ADDRESS_HEADER = "x-viewer-address";

/** Our own scripts and styles only, the decoder's wasm, pictures made in the page, the camera; nobody frames us. */
const CSP = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob: mediastream:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export const SITE_HEADERS = {
  "Content-Security-Policy": CSP,
  "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/** Vite names these files by their content. */
export const HASHED_FILES = "assets/";

/** `path` begins with a slash. Hashed files stay for ever; all others are asked for anew, the service worker above all. */
export const cacheControl = (path: string): string =>
  path.startsWith(`/${HASHED_FILES}`) ? "public, max-age=31536000, immutable" : "no-cache";

/** By extension, every kind of file that the build may write. */
export const CONTENT_TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};
