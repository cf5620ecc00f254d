import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

// What the two font files cover; one letter outside and the whole name is set in the system's fonts.
const covered = /^(?:[\0-\u02ff\u1d00-\u1dbf\u1e00-\u1e9f\u1ef2-\u1eff\u2000-\u206f\u20a0-\u20c0]|\u0304|\u0308|\u0329)*$/;

/** True when a name has letters our fonts lack, so that it takes the system's fonts as a whole. */
export const outside = (text: string): boolean => !covered.test(text.normalize("NFC"));

/** A name as large as its longest word lets it be. It wraps at spaces and hyphens, shrinks, and is never cut. */
export function Name({ text, as: Tag = "p" }: { text: string; as?: "h1" | "h2" | "p" }): JSX.Element {
  const element = useRef<HTMLElement>(null);
  const longest = Math.max(0, ...text.split(/[\s-]+/).map((word) => [...word].length));
  const fit = longest <= 7 ? "xl" : longest <= 9 ? "l" : longest <= 12 ? "m" : "s";
  useLayoutEffect(() => {
    const shrink = () => element.current && shrinkToFit(element.current);
    shrink();
    void document.fonts?.ready.then(shrink);
    addEventListener("resize", shrink);
    return () => removeEventListener("resize", shrink);
  }, [text]);
  return (
    <Tag
      ref={element as never}
      class={outside(text) ? "name sys" : "name"}
      data-fit={fit}
      dir="auto"
      tabIndex={Tag === "h1" ? -1 : undefined}
    >
      {text}
    </Tag>
  );
}

/** Smallest size of a name in pixels; a word that is wider even then breaks. */
const smallest = 17;

/** Letters differ in width, above all between scripts: what counting them promised is measured. */
function shrinkToFit(element: HTMLElement): void {
  element.style.fontSize = "";
  element.style.overflowWrap = "normal";
  const wide = element.scrollWidth / element.clientWidth;
  if (wide > 1) element.style.fontSize = `${Math.max(smallest, Number.parseFloat(getComputedStyle(element).fontSize) / wide - 1)}px`;
  element.style.overflowWrap = "";
}

/** A name or anything else people wrote, inside a line of ours: its own direction, its own fonts. */
export function Said({ children }: { children: string }) {
  return <bdi class={outside(children) ? "sys" : undefined}>{children}</bdi>;
}
