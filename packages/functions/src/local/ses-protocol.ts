/** The SES v1 Query protocol (API version 2010-12-01): form-encoded parameters in, XML out. */
import { randomUUID } from "node:crypto";

const NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";

/** An answer SES gives instead of the one asked for; `code` is what the SDK makes the error's name of. */
export class SesError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** `Destinations.member.1`, `Destinations.member.2`, ... */
export function members(form: URLSearchParams, prefix: string): string[] {
  const values: string[] = [];
  for (let n = 1; form.has(`${prefix}.member.${n}`); n++) values.push(form.get(`${prefix}.member.${n}`)!);
  return values;
}

/** `Tags.member.1.Name` and `Tags.member.1.Value`, ... */
export function messageTags(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n++)
    tags[form.get(`Tags.member.${n}.Name`)!] = form.get(`Tags.member.${n}.Value`) ?? "";
  return tags;
}

export function success(action: string, result: Record<string, string | number | boolean>): Response {
  const fields = Object.entries(result)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join("");
  return xml(
    200,
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${fields}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
  );
}

export function failure(error: unknown): Response {
  const { code, message, status } = error instanceof SesError ? error : new SesError("InternalFailure", String(error), 500);
  const type = status < 500 ? "Sender" : "Receiver";
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

function xml(status: number, body: string): Response {
  return new Response(`<?xml version="1.0"?>${body}`, { status, headers: { "content-type": "text/xml" } });
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
