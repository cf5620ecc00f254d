import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { CONTENT_TYPES, cacheControl, SITE_HEADERS } from "@lanyard/functions/site";
import { expect } from "vitest";
import { ROOT } from "../synth/synthesize.ts";
import type { Guarantees } from "./guarantee.ts";

const WEB_FILES = join(ROOT, "packages/web/dist");
/** Limit of CloudFront functions (CloudFront quotas). */
const EDGE_CODE_MAX_BYTES = 10_240;

export const WEB: Guarantees = {
  "the API answers CloudFront only: its URL wants a signature, and every request is signed, bodies too"(stack) {
    expect(stack.one("FunctionUrl", "ApiUrl").inputs).toMatchObject({ authorizationType: "AWS_IAM" });
    expect(stack.one("FunctionUrl", "ApiUrl").inputs.cors).toBeUndefined();
    const behavior = stack.one("Distribution", "RouterCdnDistribution").inputs.defaultCacheBehavior;
    const signer = stack.one("aws:lambda/function:Function", "RouterEdgeFunction");
    expect(behavior.lambdaFunctionAssociations).toEqual([{ eventType: "origin-request", includeBody: true, lambdaArn: `${signer.arn}:1` }]);
  },
  "the front door speaks TLS 1.2 and newer only, HTTP/3 too, at the stage's domain"(stack) {
    const { inputs } = stack.one("Distribution", "RouterCdnDistribution");
    expect(inputs).toMatchObject({ enabled: true, httpVersion: "http2and3", isIpv6Enabled: true });
    expect(inputs.defaultCacheBehavior.viewerProtocolPolicy).toBe("redirect-to-https");
    expect(inputs.aliases).toEqual(stack.production ? ["cards.tidewater.example"] : []);
    const certificate = { sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" };
    expect(inputs.viewerCertificate).toMatchObject(stack.production ? certificate : { cloudfrontDefaultCertificate: true });
  },
  "no answer is kept for somebody else: nothing is cached but what says so"(stack) {
    expect(stack.one("CachePolicy", "RouterServerCachePolicy").inputs).toMatchObject({ defaultTtl: 0, minTtl: 0 });
  },
  "pages have the headers that the embedded run gives them, and HSTS"(stack) {
    const { securityHeadersConfig: security, customHeadersConfig: custom } = stack.one("ResponseHeadersPolicy", "SiteHeaders").inputs;
    const given = {
      "Content-Security-Policy": security.contentSecurityPolicy.contentSecurityPolicy,
      "Referrer-Policy": security.referrerPolicy.referrerPolicy,
      ...(security.contentTypeOptions.override && { "X-Content-Type-Options": "nosniff" }),
      ...Object.fromEntries(custom.items.map(({ header, value }: { header: string; value: string }) => [header, value])),
    };
    expect(given).toEqual(SITE_HEADERS);
    expect(security.strictTransportSecurity.accessControlMaxAgeSec).toBeGreaterThanOrEqual(365 * 86_400);
    // A page of the API that brings a stricter policy keeps it.
    expect(security.contentSecurityPolicy.override).toBe(false);
    const behavior = stack.one("Distribution", "RouterCdnDistribution").inputs.defaultCacheBehavior;
    expect(behavior.responseHeadersPolicyId).toBe("SiteHeaders-id");
  },
  "every file of the build is uploaded, with the type and the lifetime that the embedded run gives it"(stack) {
    const { files } = stack.one("pulumi-nodejs:dynamic:Resource", "WebAssetFiles.sst.aws.BucketFiles").inputs;
    const uploaded = Object.fromEntries(
      (files as { key: string; contentType: string; cacheControl: string }[]).map((file) => [
        file.key,
        `${file.contentType} | ${file.cacheControl}`,
      ]),
    );
    const built = readdirSync(WEB_FILES, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name !== ".sources")
      .map((file) => join(file.parentPath, file.name).slice(WEB_FILES.length + 1));
    expect(built).toContain("sw.js");
    expect(uploaded).toEqual(Object.fromEntries(built.map((key) => [key, `${CONTENT_TYPES[extname(key)]} | ${cacheControl(`/${key}`)}`])));
    expect(uploaded["sw.js"]).toContain("no-cache");
  },
  "the code at the edge fits into CloudFront's limit"(stack) {
    const { code } = stack.one("aws:cloudfront/function:Function", "RouterCloudfrontFunctionRequest").inputs;
    expect(Buffer.byteLength(code)).toBeLessThan(EDGE_CODE_MAX_BYTES);
  },
};
