/** Short texts that must be read again but not by who reads the table: AES-256-GCM under a key of their own (NIST SP 800-38D). */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { mac } from "./id.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `place` binds the text to where it is kept: elsewhere it does not open. */
export function seal(deps: { secrets: { codes: string }; random: (bytes: number) => Buffer }, place: string, text: string): string {
  const iv = deps.random(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", mac(deps.secrets.codes, "seal", place), iv);
  return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

/** Undefined when it was sealed for another place, under another secret, or was changed. */
export function unseal(deps: { secrets: { codes: string } }, place: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", mac(deps.secrets.codes, "seal", place), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
