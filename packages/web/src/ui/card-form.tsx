import { useState } from "preact/hooks";
import type { Card, Link, LinkKind } from "../api.ts";
import { linkNames } from "../card.ts";
import { t } from "../language/index.ts";
import { Icon } from "./icon.tsx";
import { Field } from "./part.tsx";

export type CardDraft = Record<Exclude<keyof Card, "links">, string> & { links: Link[] };

export const draftOf = (card: Card): CardDraft => ({
  name: card.name ?? "",
  headline: card.headline ?? "",
  company: card.company ?? "",
  pitch: card.pitch ?? "",
  email: card.email ?? "",
  phone: card.phone ?? "",
  website: card.website ?? "",
  city: card.city ?? "",
  pronouns: card.pronouns ?? "",
  links: card.links ?? [],
});

/** A link as people type it, made whole: `linkedin.com/in/x` becomes an https address. */
export const whole = (url: string): string => {
  const bare = url.trim();
  return bare === "" || /^[a-z][a-z0-9+.-]*:/i.test(bare) ? bare : `https://${bare}`;
};

/** Most links on a card; the contract's limit. */
const mostLinks = 10;

type Props = { draft: CardDraft; onChange(draft: CardDraft): void; brief?: boolean };

/** The fields of my card. `brief`: only those that a first meeting needs. */
export function CardFields({ draft, onChange, brief = false }: Props) {
  const [more, setMore] = useState(!brief);
  const set = (change: Partial<CardDraft>) => onChange({ ...draft, ...change });
  const setLink = (at: number, change: Partial<Link>) =>
    set({ links: draft.links.map((link, i) => (i === at ? { ...link, ...change } : link)) });
  const line = (name: Exclude<keyof CardDraft, "links">, label: string, more: Record<string, unknown> = {}) => (
    <Field label={label} id={`card-${name}`}>
      <input
        class="in"
        id={`card-${name}`}
        value={draft[name]}
        maxLength={200}
        dir="auto"
        {...more}
        onInput={(event) => set({ [name]: event.currentTarget.value })}
      />
    </Field>
  );
  return (
    <div class="fields">
      {line("name", t("Name"), { autocomplete: "name", required: true })}
      {line("headline", t("Headline"), { autocomplete: "organization-title", placeholder: t("What you do") })}
      {line("company", t("Company"), { autocomplete: "organization" })}
      {!more && (
        <button type="button" class="txt" onClick={() => setMore(true)}>
          <Icon name="plus" />
          {t("More fields")}
        </button>
      )}
      {more && (
        <>
          <Field label={t("Pitch")} id="card-pitch">
            <textarea
              class="in"
              id="card-pitch"
              rows={3}
              maxLength={1000}
              dir="auto"
              value={draft.pitch}
              onInput={(event) => set({ pitch: event.currentTarget.value })}
            />
          </Field>
          {line("email", t("Email"), { type: "email", autocomplete: "email", dir: "ltr" })}
          {line("phone", t("Phone"), { type: "tel", autocomplete: "tel", maxLength: 50, dir: "ltr" })}
          {line("website", t("Website"), { inputmode: "url", autocomplete: "url", dir: "ltr", placeholder: "https://" })}
          {line("city", t("City"), { autocomplete: "address-level2", maxLength: 100 })}
          {line("pronouns", t("Pronouns"), { maxLength: 50, autocomplete: "off" })}
          <fieldset class="f">
            <legend class="lab">{t("Links")}</legend>
            {draft.links.map((link, at) => (
              <div class="join" key={String(at)}>
                <select
                  class="sel kind"
                  aria-label={t("Kind of link {n}", { n: at + 1 })}
                  value={link.kind}
                  onChange={(event) => setLink(at, { kind: event.currentTarget.value as LinkKind })}
                >
                  {Object.entries(linkNames).map(([kind, name]) => (
                    <option key={kind} value={kind}>
                      {name}
                    </option>
                  ))}
                </select>
                <input
                  class="in"
                  aria-label={t("Address of link {n}", { n: at + 1 })}
                  inputmode="url"
                  dir="ltr"
                  value={link.url}
                  onInput={(event) => setLink(at, { url: event.currentTarget.value })}
                />
                <button
                  type="button"
                  class="ib"
                  aria-label={t("Remove link {n}", { n: at + 1 })}
                  onClick={() => set({ links: draft.links.filter((_, i) => i !== at) })}
                >
                  <Icon name="cross" />
                </button>
              </div>
            ))}
            {draft.links.length < mostLinks && (
              <button type="button" class="txt" onClick={() => set({ links: [...draft.links, { kind: "linkedin", url: "" }] })}>
                <Icon name="plus" />
                {t("Add a link")}
              </button>
            )}
          </fieldset>
        </>
      )}
    </div>
  );
}

/** What is sent to the server: links without an address are left out, half addresses made whole. */
export const cardOf = (draft: CardDraft): CardDraft => ({
  ...draft,
  website: whole(draft.website),
  links: draft.links.filter((link) => link.url.trim()).map((link) => ({ ...link, url: whole(link.url) })),
});
