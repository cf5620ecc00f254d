import { ACCESS_GUARANTEES } from "./access.ts";
import { ALARM } from "./alarm.ts";
import { DATA } from "./data.ts";
import { FUNCTION } from "./function.ts";
import type { Guarantees } from "./guarantee.ts";
import { MAIL } from "./mail.ts";
import { WEB } from "./web.ts";

export const GUARANTEES: Guarantees = { ...DATA, ...ACCESS_GUARANTEES, ...FUNCTION, ...MAIL, ...ALARM, ...WEB };
