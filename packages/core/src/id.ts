/**
 * Ids: sortable ones for what is created (`evt_`), keyed ones for what must come out the same every time (`per_`, `att_`, badges).
 * A keyed id needs no lookup and no transaction to be unique, and tells nothing without the secret.
 */
import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import { CROCKFORD } from "./badge-code.ts";

const LOWER = CROCKFORD.toLowerCase();

const KEYED_LENGTH = 16; // 80 bits
export const PersonId = z.string().regex(/^per_[0-9a-hjkmnp-tv-z]{16}$/);
export const AttendeeId = z.string().regex(/^att_[0-9a-hjkmnp-tv-z]{16}$/);
export const EventId = z.string().regex(/^evt_[0-9a-hjkmnp-tv-z]{20}$/);

/** `length` characters of 5 bits each, read from the front of the bytes. */
export function base32(bytes: Uint8Array, length: number, alphabet = CROCKFORD): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
  }
  return text;
}

/** HMAC-SHA256 over the parts, which may not run into each other. */
export function mac(secret: string, ...parts: (string | number)[]): Buffer {
  return createHmac("sha256", secret).update(parts.join("\0")).digest();
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** The one person behind a canonical address. */
export const personId = (secret: string, email: string): string => `per_${base32(mac(secret, "person", email), KEYED_LENGTH, LOWER)}`;

/** That person at that event. */
export const attendeeId = (secret: string, eventId: string, person: string): string =>
  `att_${base32(mac(secret, "attendee", eventId, person), KEYED_LENGTH, LOWER)}`;

/** 48 bits of milliseconds, then 50 random bits: sorts by creation, cannot be guessed. */
export function eventId(now: number, random: (bytes: number) => Uint8Array): string {
  const time = Buffer.alloc(7);
  time.writeUIntBE(now, 0, 6); // the seventh byte stays zero: 10 characters are 50 bits
  return `evt_${base32(time, 10, LOWER)}${base32(random(7), 10, LOWER)}`;
}
