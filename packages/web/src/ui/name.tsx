import type { JSX } from "preact";

// What the two font files cover; one letter outside and the whole name is set in the system's fonts.
const covered = /^(?:[\0-\u02ff\u1d00-\u1dbf\u1e00-\u1e9f\u1ef2-\u1eff\u2000-\u206f\u20a0-\u20c0]|\u0304|\u0308|\u0329)*$/;

/** True when a name has letters our fonts lack, so that it takes the system's fonts as a whole. */
export const outside = (text: string): boolean => !covered.test(text.normalize("NFC"));

/** A name as large as its longest word lets it be. Never cut. */
export function Name({ text, as: Tag = "p", id }: { text: string; as?: "h1" | "h2" | "p"; id?: string }): JSX.Element {
  const longest = Math.max(0, ...text.split(/[\s-]+/).map((word) => [...word].length));
  const fit = longest <= 7 ? "xl" : longest <= 9 ? "l" : longest <= 12 ? "m" : "s";
  return (
    <Tag id={id} class={outside(text) ? "name sys" : "name"} data-fit={fit} dir="auto" tabIndex={Tag === "h1" ? -1 : undefined}>
      {text}
    </Tag>
  );
}

/** A name or anything else people wrote, inside a line of ours: its own direction, its own fonts. */
export function Said({ children }: { children: string }) {
  return <bdi class={outside(children) ? "sys" : undefined}>{children}</bdi>;
}
