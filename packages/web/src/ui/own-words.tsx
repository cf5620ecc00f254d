import { useEffect, useRef, useState } from "preact/hooks";
import type { Contact } from "../api.ts";
import { t } from "../language/index.ts";
import { ContactBook } from "../offline/contact-book.ts";
import { dateIn, dateName } from "../time.ts";
import { Icon } from "./icon.tsx";
import { Said } from "./name.tsx";
import { Field } from "./part.tsx";

/** Note, tags, rating and date: saved as they are typed, with or without a network. */
export function OwnWords({ contact }: { contact: Contact }) {
  const [note, setNote] = useState(contact.note ?? "");
  const [tag, setTag] = useState("");
  const typed = useRef(false);
  useEffect(() => {
    if (!typed.current) setNote(contact.note ?? "");
  }, [contact.note]);
  const tags = contact.tags ?? [];
  const addTag = () => {
    const name = tag.trim();
    if (name && !tags.includes(name)) void ContactBook.write(contact, { tags: [...tags, name] });
    setTag("");
  };
  return (
    <section class="sec" aria-labelledby="mine">
      <h2 class="head" id="mine">
        {t("Only you see this")}
      </h2>
      <Field label={t("Note")} id="note">
        <textarea
          class="in"
          id="note"
          rows={4}
          dir="auto"
          maxLength={4000}
          value={note}
          onInput={(event) => {
            typed.current = true;
            setNote(event.currentTarget.value);
            void ContactBook.write(contact, { note: event.currentTarget.value });
          }}
        />
      </Field>
      <div class="f">
        <label for="tag">{t("Tags")}</label>
        {tags.length > 0 && (
          <div class="chips">
            {tags.map((each) => (
              <button
                key={each}
                type="button"
                class="chip"
                aria-label={t("Remove tag {tag}", { tag: each })}
                onClick={() => void ContactBook.write(contact, { tags: tags.filter((other) => other !== each) })}
              >
                <Said>{each}</Said>
                <Icon name="cross" />
              </button>
            ))}
          </div>
        )}
        <form
          class="join"
          onSubmit={(event) => {
            event.preventDefault();
            addTag();
          }}
        >
          <input
            class="in"
            id="tag"
            maxLength={50}
            dir="auto"
            autocomplete="off"
            value={tag}
            onInput={(event) => setTag(event.currentTarget.value)}
            onBlur={addTag}
          />
          <button type="submit" class="btn alt">
            {t("Add")}
          </button>
        </form>
      </div>
      <fieldset class="f">
        <legend class="lab">{t("Rating, 1 to 5")}</legend>
        <div class="chips even">
          {[1, 2, 3, 4, 5].map((n) => (
            <label key={n} class="chip">
              <input
                type="radio"
                name="rating"
                checked={contact.rating === n}
                onChange={() => void ContactBook.write(contact, { rating: n })}
                onClick={() => contact.rating === n && void ContactBook.write(contact, { rating: null })}
              />
              {n}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="f">
        <label for="follow-up">
          {contact.followUpOn ? t("Follow up on {date}", { date: dateName(contact.followUpOn) }) : t("Follow up on")}
        </label>
        <input
          class="in"
          id="follow-up"
          type="date"
          value={contact.followUpOn ?? ""}
          onChange={(event) => void ContactBook.write(contact, { followUpOn: event.currentTarget.value || null })}
        />
        <fieldset class="chips">
          <legend class="vh">{t("Follow up in")}</legend>
          {[
            [7, t("1 week")],
            [14, t("2 weeks")],
            [30, t("1 month")],
          ].map(([days, words]) => (
            <button
              key={days}
              type="button"
              class="chip"
              aria-pressed={contact.followUpOn === dateIn(Number(days))}
              onClick={() => void ContactBook.write(contact, { followUpOn: dateIn(Number(days)) })}
            >
              {words}
            </button>
          ))}
        </fieldset>
      </div>
      <p class="hint">{t("Saved on this phone as you type.")}</p>
    </section>
  );
}
