import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { ApiError, NoAnswer } from "../api.ts";
import { language, t } from "../language/index.ts";
import { Mark } from "../ui/part.tsx";

/** A figure as people read it: "1,284". */
export const figure = (n: number) => new Intl.NumberFormat(language.get() === "en" ? "en-GB" : `${language.get()}-u-nu-latn`).format(n);

/** What went wrong, and what to do, in words. */
export function words(error: unknown): string {
  if (error instanceof NoAnswer) return t("No answer. Check the network, then try again.");
  if (error instanceof ApiError && error.code === "sign_in.again")
    return t("This needs a fresh sign-in. Sign out and in again, then repeat it.");
  if (error instanceof ApiError) return error.message;
  return t("That did not work. Try again.");
}

/** One figure with what it counts, always both. */
export function Figure({ name, value, children }: { name: string; value: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="fig">{value}</span>
        <span class="def">{children}</span>
      </dd>
    </div>
  );
}

/** Small figures in a row. */
export function Totals({ items }: { items: [string, number][] }) {
  return (
    <dl class="tot">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ConfirmProps {
  title: string;
  yes: string;
  no: string;
  onYes: () => void;
  onNo: () => void;
  children: ComponentChildren;
}

/** A question before what cannot be taken back. Focus starts on the harmless answer; Escape gives it. */
export function Confirm({ title, yes, no, onYes, onNo, children }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby={id} onCancel={onNo} onClose={onNo}>
      <h2 class="h2" id={id}>
        {title}
      </h2>
      <div>{children}</div>
      <div class="two-btn">
        <button type="button" class="btn alt" onClick={onNo}>
          {no}
        </button>
        <button type="button" class="btn" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}

/** A sentence that stays where it was said, with its signal. */
export function Note({ signal, children }: { signal: "go" | "hold" | "stop"; children: ComponentChildren }) {
  const icon = { go: "check", hold: "clock", stop: "bar" } as const;
  return (
    <p class="note" role={signal === "stop" ? "alert" : undefined}>
      <Mark signal={signal} icon={icon[signal]} />
      <span>{children}</span>
    </p>
  );
}

/** Saves a text as a file of this name. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name of the event's name: letters, digits and hyphens of any script. */
export const fileName = (...words: string[]) =>
  words
    .join(" ")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
