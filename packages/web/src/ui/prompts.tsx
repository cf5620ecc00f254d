/** Two short questions right after a scan, saved as they are typed. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { Icon } from "./icon.tsx";
import { Field } from "./part.tsx";

export type PromptName = "who" | "talk" | "promise";
type Props = {
  ask: PromptName[];
  first: Partial<Record<PromptName, string>>;
  onWrite(parts: Partial<Record<PromptName, string>>): void;
  onSkip(): void;
  onNext(): void;
  undo: ComponentChildren;
};

export function Prompts({ ask, first, onWrite, onSkip, onNext, undo }: Props) {
  const [parts, setParts] = useState(() => {
    const { who, talk, promise } = first;
    return { ...(who && { who }), ...(talk && { talk }), ...(promise && { promise }) } as Props["first"];
  });
  const words: Record<PromptName, [string, string]> = {
    who: [t("Who was it?"), t("A name or a hint")],
    talk: [t("What did you talk about?"), t("A word is enough")],
    promise: [t("What did you promise?"), t("Skip if nothing")],
  };
  const write = (name: PromptName, value: string) => {
    const next = { ...parts, [name]: value };
    setParts(next);
    onWrite(next);
  };
  return (
    <form
      class="stub pad"
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      {ask.length > 0 && (
        <>
          <div class="priv">
            <Icon name="lock" />
            <span class="grow">{t("Only you see this")}</span>
            <button type="button" class="txt" onClick={onSkip}>
              {t("Skip")}
            </button>
          </div>
          <div class="list">
            {ask.map((name) => (
              <Field key={name} label={words[name][0]} id={`ask-${name}`}>
                <input
                  class="in"
                  id={`ask-${name}`}
                  value={parts[name] ?? ""}
                  placeholder={words[name][1]}
                  maxLength={500}
                  autocomplete="off"
                  enterkeyhint="next"
                  onInput={(event) => write(name, event.currentTarget.value)}
                />
              </Field>
            ))}
          </div>
        </>
      )}
      <div class="thumb">
        {undo}
        <button type="submit" class="btn">
          {t("Scan next")}
        </button>
      </div>
    </form>
  );
}
