import { defineConfig } from "vitest/config";

const part = (name: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], globalSetup },
});

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    // Generous: a machine that stands still for some seconds is no failure.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    env: {
      TZ: "UTC",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
    projects: [
      part("core", ["test/support/engine-setup.ts"]),
      part("api"),
      part("mail"),
      part("web", ["scripts/web.mjs"]),
      part("infra", ["test/infra/setup.ts"]),
    ],
  },
});
