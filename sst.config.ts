/// <reference path="./.sst/platform/config.d.ts" />

/** Lanyard on the organizer's own AWS account. What to set is in infra/stages.ts, how to go about it in docs/operations.md. */
export default $config({
  async app(input) {
    const { regionOf } = await import("./infra/settings.ts");
    const production = input.stage === "production";
    return {
      name: "lanyard",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      version: "4.17.1",
      providers: { aws: { region: regionOf(input.stage) as aws.Region } },
    };
  },
  async run() {
    const { lanyard } = await import("./infra/lanyard.ts");
    return lanyard();
  },
});
