// npm run bench [-- name ...]: each test/bench/*.bench.ts in a process of its own, on DynamoDB Local. Prints; never fails on a figure.
import "./node-version.mjs";

import("./measure.mjs");
