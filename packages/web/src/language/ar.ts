import type { Dictionary } from "./index.ts";

export default {} satisfies Dictionary;
