/**
 * What became of a mail that was not answered with a message id:
 * - `throttled`: not sent, the rate is used up or nothing was reached; later it works.
 * - `quota`: not sent, the day's allowance is used up.
 * - `refused`: not sent, and this mail never will be.
 * - `stopped`: not sent, and no other mail will be either: account, identity, configuration set, credentials.
 * - `unsure`: may have been sent: the connection broke, nothing answered in time, SES answered 5xx.
 */
export type MailErrorKind = "throttled" | "quota" | "refused" | "stopped" | "unsure";

export class MailError extends Error {
  readonly kind: MailErrorKind;

  constructor(kind: MailErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MailError";
    this.kind = kind;
  }
}

/** The SDK's error as one of our kinds. `sender` is the From address, to tell an unverified sender from an unverified recipient. */
export function mailError(error: unknown, sender: string): MailError {
  if (error instanceof MailError) return error;
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return new MailError(kindOf(error, name, message, sender), `${name}: ${message}`, { cause: error });
}

/** The request never left: no connection was made. */
const NOT_REACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const NEVER_CONNECTED = /did not establish a connection|without establishing a connection/i;

function kindOf(error: unknown, name: string, message: string, sender: string): MailErrorKind {
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: string };
  const status = $metadata?.httpStatusCode;
  if (name === "CredentialsProviderError" || name === "TokenProviderError") return "stopped";
  if (status === undefined) return (code && NOT_REACHED.has(code)) || NEVER_CONNECTED.test(message) ? "throttled" : "unsure";
  if (name.startsWith("Throttling") || name === "TooManyRequestsException" || status === 429) {
    return /daily/i.test(message) ? "quota" : "throttled";
  }
  if (status < 400 || status >= 500) return "unsure";
  if (name === "MessageRejected") return concernsAccount(message, sender) ? "stopped" : "refused";
  if (name.startsWith("InvalidParameter") || name === "ValidationError") return "refused";
  return "stopped";
}

function concernsAccount(message: string, sender: string): boolean {
  if (/sending (is )?(paused|suspended|disabled)/i.test(message)) return true;
  return /not verified/i.test(message) && sender !== "" && message.toLowerCase().includes(sender.toLowerCase());
}
