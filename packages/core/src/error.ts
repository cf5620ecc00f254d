/**
 * Everything that can be refused, as a closed set of codes. The only file that knows HTTP statuses.
 *
 * @example
 * throw new AppError("badge.unknown");
 * throw new AppError("event.invalid", { field: "endsAt", message: "The event ends before it starts. Choose a later end." });
 */
import * as z from "zod";

const KINDS = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  rate_limited: 429,
  internal: 500,
} as const;
export type Kind = keyof typeof KINDS;

/** code: [kind, what to tell the person, status when it is not the kind's own]. */
const CODES = {
  "input.invalid": ["invalid_input", "Something in this request is not as expected."],
  "input.not_json": ["invalid_input", "The body is not valid JSON. Send a JSON object."],
  "input.wrong_type": ["invalid_input", "Send the body as application/json.", 415],
  "input.too_large": ["invalid_input", "This request is too large. Send it in smaller parts.", 413],
  "cursor.invalid": ["invalid_input", "This cursor is not one of ours. Start again without it."],
  "badge.missing": ["invalid_input", "A badge is missing. Send the badge's URL, its token or its short code as text."],
  "scan.outside_event": ["invalid_input", "This scan lies outside the event's time: 12 hours before its start to 24 hours after its end."],
  "sign_in.wrong_code": ["invalid_input", "That is not the code in the mail. Check the six digits."],
  "sign_in.expired": ["invalid_input", "This sign-in has expired or was used. Ask for a new mail."],
  "event.invalid": ["invalid_input", "This event is not complete."],
  "invitation.no_plan": ["invalid_input", "There is no invitation yet. Save one first."],
  "follow_up.no_plan": ["invalid_input", "There is no follow-up plan yet. Save one first."],
  "session.missing": ["unauthenticated", "Sign in first."],
  "sign_in.again": ["forbidden", "This needs a fresh sign-in. Sign in again, then repeat it."],
  "request.foreign": ["forbidden", "This request did not come from our own pages."],
  "event.not_allowed": ["forbidden", "Your role at this event does not allow that."],
  "event.not_attending": ["forbidden", "Only attendees of this event can do that, and you are not on its list."],
  "event.creation_not_allowed": ["forbidden", "This address may not create events here. Ask who runs this Lanyard."],
  "badge.closed": ["forbidden", "They take no scans now. Show them your badge instead."],
  "route.unknown": ["not_found", "There is nothing at this address."],
  "event.unknown": ["not_found", "There is no such event, or you have no place in it."],
  "attendee.unknown": ["not_found", "There is no such attendee at this event."],
  "badge.unknown": ["not_found", "This is not a badge of this event. It may be a ticket, or another event's badge."],
  "contact.unknown": ["not_found", "There is no such contact."],
  "session.unknown": ["not_found", "There is no such session."],
  "member.unknown": ["not_found", "There is no such member."],
  "unsubscribe.unknown": ["not_found", "This link is not one of ours."],
  "scan.own_badge": ["conflict", "This is your own badge."],
  "contact.blocked": ["conflict", "You blocked this person. Unblock them first."],
  "contact.not_answered": ["conflict", "They have not answered yet. They decide."],
  "contact.withdrawn": ["conflict", "They took their card back."],
  "member.owner": ["conflict", "The owner's role cannot be changed."],
  "follow_up.sent": ["conflict", "The follow-up has been sent. It can no longer be changed."],
  "invitation.over": ["conflict", "The event is over. Nobody is invited to it any more."],
  "mail.refused": [
    "conflict",
    "The mail service did not take this mail. See that the sender, and in its sandbox the recipient, is verified.",
  ],
  "write.contended": ["conflict", "Somebody changed this at the same moment. Try again."],
  "badge.replaced": ["gone", "This badge was replaced. Ask for the new one."],
  "scan.too_fast": ["rate_limited", "That was many badges at once. Wait a few minutes."],
  "mail.busy": ["rate_limited", "The mail service is busy. Try again in a minute."],
  "sign_in.too_fast": ["rate_limited", "Too many tries. Wait a few minutes."],
  "server.failed": ["internal", "Something went wrong on our side. Try again."],
} as const satisfies Record<string, readonly [Kind, string, number?]>;
export type Code = keyof typeof CODES;
export const ALL_CODES = Object.keys(CODES) as [Code, ...Code[]];

export interface Details {
  message?: string;
  field?: string;
  /** For rate_limited: after how many seconds it makes sense to try again. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: Code;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: Code, details: Details = {}) {
    super(details.message ?? CODES[code][1], { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get kind(): Kind {
    return CODES[this.code][0];
  }

  /** HTTP status (RFC 9110). */
  get status(): number {
    const entry: readonly [Kind, string, number?] = CODES[this.code];
    return entry[2] ?? KINDS[entry[0]];
  }

  body(requestId: string): ErrorBody {
    return { error: { ...this.plain(), requestId } };
  }

  /** For one entry of a list, where the request as a whole is fine. */
  plain() {
    return { kind: this.kind, code: this.code, message: this.message, ...(this.field !== undefined && { field: this.field }) };
  }
}

export const ErrorDetail = z
  .object({
    kind: z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]),
    code: z.enum(ALL_CODES),
    message: z.string(),
    field: z.string().optional(),
  })
  .meta({ ref: "ErrorDetail" });
export const ErrorBody = z.object({ error: ErrorDetail.extend({ requestId: z.string() }) }).meta({ ref: "Error" });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Turns the first thing zod found into an error that names the field and says what to do. */
export function invalidInput(error: z.core.$ZodError | readonly { message: string; path?: readonly unknown[] | undefined }[]): AppError {
  const issues = "issues" in error ? error.issues : error;
  const first = issues[0];
  const path = (first?.path ?? []).map((part) =>
    typeof part === "object" && part !== null && "key" in part ? String(part.key) : String(part),
  );
  const message = first?.message ?? "This is not as expected.";
  if (path.length === 0) return new AppError("input.invalid", { message });
  return new AppError("input.invalid", { field: path.join("."), message: `${path.join(".")}: ${message}` });
}
