// npm start: installs and builds what is missing, then runs everything in this process. `npm start -- --empty` starts without the demo event.
import "./node-version.mjs";

import("./local.mjs");
