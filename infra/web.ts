/// <reference path="../.sst/platform/config.d.ts" />
/** The front door: one CloudFront distribution, the web app's files at `/`, the API behind it at its own paths. */
import {
  API_PATHS,
  CONTENT_TYPES,
  cacheControl,
  HASHED_FILES,
  SITE_HEADERS,
  VIEWER_ADDRESS_HEADER,
} from "../packages/functions/src/site.ts";
import type { StageSettings } from "./settings.ts";

const [API_PATH, ...OTHER_API_PATHS] = API_PATHS;
/** Where the other paths of the API pass through: a router's `route()` would not sign for the function URL (SST issue 6881). */
const PASSAGE = `${API_PATH}/-`;

/** Where the router sends the API's requests: what came through the passage gets its own path back. */
export const API_ROUTE = {
  path: API_PATH,
  rewrite: { regex: `^${PASSAGE}(/.*)$`, to: "$1" },
  // Longer than the function's own timeout, so that its answer comes first.
  readTimeout: "30 seconds",
} as const;

/** Runs in CloudFront for every request before it is routed. Overwrites what a client may claim about its address. */
const VIEWER_REQUEST = `
event.request.headers["${VIEWER_ADDRESS_HEADER}"] = { value: event.viewer.ip };
${OTHER_API_PATHS.map((path) => `if (event.request.uri.startsWith("${path}/")) event.request.uri = "${PASSAGE}" + event.request.uri;`).join("\n")}`;

export function createRouter({ domain, dns }: StageSettings) {
  // The part at the edge only computes a hash: it needs no permission, not even for logs (its failures show in the SiteFailures alarm).
  $transform(aws.iam.Role, (role, _options, name) => {
    if (name === "RouterEdgeFunctionRole") role.managedPolicyArns = [];
  });
  const headers = new aws.cloudfront.ResponseHeadersPolicy("SiteHeaders", headersPolicy(SITE_HEADERS));
  return new sst.aws.Router("Router", {
    ...(domain && {
      domain: dns === "route53" ? { name: domain, dns: sst.aws.dns() } : { name: domain, dns: false, cert: dns.certificateArn },
    }),
    // The function URL answers CloudFront only. A part of it at the edge signs the bodies of POST, PUT and PATCH, at most 1 MB of each.
    protection: "oac-with-edge-signing",
    edge: { viewerRequest: { injection: VIEWER_REQUEST } },
    transform: {
      cdn: (args) => {
        args.defaultCacheBehavior = $output(args.defaultCacheBehavior).apply((behavior) => ({
          ...behavior,
          responseHeadersPolicyId: headers.id,
        }));
        args.transform = { distribution: { httpVersion: "http2and3", isIpv6Enabled: true } };
      },
    },
  });
}

export function createSite(router: sst.aws.Router): void {
  new sst.aws.StaticSite("Web", {
    path: "packages/web",
    build: { command: "npm run build", output: "dist" },
    router: { instance: router, path: "/" },
    // Later entries win.
    assets: {
      fileOptions: ["", HASHED_FILES].flatMap((folder) =>
        Object.entries(CONTENT_TYPES).map(([extension, contentType]) => ({
          files: `${folder}**/*${extension}`,
          cacheControl: cacheControl(`/${folder}`),
          contentType,
        })),
      ),
    },
    transform: {
      assets: (args) => {
        args.transform = {
          policy: (bucket) => {
            bucket.policy = $output(bucket.policy).apply((json) => readBy(router, json as string));
          },
        };
      },
    },
  });
}

/** SST lets every CloudFront distribution of the world read the files; ours is enough. */
function readBy(router: sst.aws.Router, policy: string) {
  const { Statement, ...rest } = JSON.parse(policy) as { Statement: { Effect: string }[] };
  const condition = { StringEquals: { "AWS:SourceArn": router.nodes.cdn.apply((cdn) => cdn.nodes.distribution.arn) } };
  return $jsonStringify({ ...rest, Statement: Statement.map((one) => (one.Effect === "Allow" ? { ...one, Condition: condition } : one)) });
}

const TWO_YEARS = 2 * 365 * 86_400;

/** CloudFront takes some headers by name and all others as custom ones. What the API sets itself (its own CSP) stays. */
function headersPolicy(headers: Record<string, string>): aws.cloudfront.ResponseHeadersPolicyArgs {
  const {
    "Content-Security-Policy": contentSecurityPolicy,
    "Referrer-Policy": referrerPolicy,
    "X-Content-Type-Options": _nosniff,
    ...others
  } = headers;
  return {
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy!, override: false },
      referrerPolicy: { referrerPolicy: referrerPolicy!, override: false },
      contentTypeOptions: { override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: TWO_YEARS, override: true },
    },
    customHeadersConfig: { items: Object.entries(others).map(([header, value]) => ({ header, value, override: false })) },
  };
}
