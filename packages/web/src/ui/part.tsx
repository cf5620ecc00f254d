import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../language/index.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Signal = "go" | "hold" | "stop" | "kept";

/**
 * One page: sets the window's title, and moves the focus to its heading when one came here by a link, so that a screen reader
 * reads where one is.
 */
export function Screen({ title, class: extra = "", children }: { title: string; class?: string; children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = title === "Lanyard" ? title : `${title} · Lanyard`;
  }, [title]);
  useEffect(() => {
    if (!arrived) {
      arrived = true;
      return;
    }
    const heading = main.current?.querySelector<HTMLElement>("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }, []);
  return (
    <main ref={main} class={`screen ${extra}`}>
      {children}
    </main>
  );
}
let arrived = false;

/** The bar on top: the way back, and one thing at the end. */
export function Top({ back, label, children }: { back?: string; label?: string; children?: ComponentChildren }) {
  return (
    <div class="top">
      {back !== undefined && (
        <a class="ib" href={back} aria-label={label ?? t("Back")}>
          <Icon name="back" flip />
        </a>
      )}
      {children}
    </div>
  );
}

/** A small signal square; its word stands beside it. */
export function Mark({ signal, icon }: { signal: Signal | "plain"; icon: IconName }) {
  return (
    <span class={`mark ${signal}`}>
      <Icon name={icon} />
    </span>
  );
}

/** A status in words, with its mark. */
export function Status({ signal, icon, children }: { signal: Signal | "plain"; icon: IconName; children: ComponentChildren }) {
  return (
    <span class="st">
      <Mark signal={signal} icon={icon} />
      {children}
    </span>
  );
}

/** A sentence about what went wrong, below the thing it is about. */
export function Trouble({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <p class="trouble" id={id} role="alert">
      <Mark signal="stop" icon="bar" />
      <span>{children}</span>
    </p>
  );
}

/** A label above its field. */
export function Field({ label, id, hint, children }: { label: string; id: string; hint?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="f">
      <label for={id}>{label}</label>
      {children}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
