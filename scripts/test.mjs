// npm test: installs and builds what is missing, then lint, types and every test. The last line is the count.
import "./node-version.mjs";

import("./proof.mjs");
