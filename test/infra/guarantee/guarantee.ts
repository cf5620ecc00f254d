/**
 * What holds for every synthesized stage, named as guarantees. They are functions and not tests, so that mutants of the configuration can
 * be held against the very same ones.
 */
import type { Stack } from "../stack.ts";

export type Guarantees = Record<string, (stack: Stack) => void>;
