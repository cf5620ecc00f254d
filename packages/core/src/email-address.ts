/** RFC 5321 section 4.5.3.1: a local part has at most 64 octets, a path 256 with its angle brackets. */
const LOCAL_MAX = 64;
const ADDRESS_MAX = 254;

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** What would end or escape the host when a URL is parsed, and what the URL parser silently removes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the URL parser drops tabs and breaks, an address must not hold them
const NOT_HOST = /[\u0000-\u0020\u007f/?#:@[\]\\%]/;

/**
 * The one form of an e-mail address that is stored, compared and answered: lower case, ASCII local part (RFC 5321 dot-atom,
 * no quoted strings), domain in its ASCII (punycode) form with at least two labels. Undefined when it is not such an address.
 * Two addresses stay two people: no dots or plus tags are removed. Linear time; anything longer than 320 characters is refused unread.
 */
export function canonicalEmail(value: string): string | undefined {
  if (value.length > 320) return undefined;
  const text = value.trim();
  const at = text.lastIndexOf("@");
  if (at < 1 || at > LOCAL_MAX) return undefined;
  const local = asciiLower(text.slice(0, at));
  const domain = asciiDomain(text.slice(at + 1));
  if (!LOCAL.test(local) || !domain) return undefined;
  const address = `${local}@${domain}`;
  return address.length <= ADDRESS_MAX ? address : undefined;
}

// toLowerCase would turn the Kelvin sign into "k" and so one address into another.
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function asciiDomain(text: string): string | undefined {
  if (text === "" || NOT_HOST.test(text) || !URL.canParse(`http://${text}`)) return undefined;
  const domain = new URL(`http://${text}`).hostname;
  const labels = domain.split(".");
  const top = labels.at(-1)!;
  const valid = labels.length >= 2 && labels.every((label) => LABEL.test(label)) && /^[a-z]/.test(top) && top.length >= 2;
  return valid ? domain : undefined;
}
