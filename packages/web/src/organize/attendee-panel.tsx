import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { announce } from "../ui/announce.ts";
import { Said } from "../ui/name.tsx";
import { type Event, Organizer } from "./api.ts";
import { roleName } from "./attendee-table.tsx";
import { DeskIcon } from "./icon.tsx";
import { Confirm, figure, Note, words } from "./part.tsx";
import { Qr } from "./qr.tsx";
import { outdated, type Person, replaceBadge } from "./roster.ts";
import { moment } from "./zone.ts";

/** One attendee beside the list: badge, facts, and a new badge when the old one is lost. */
export function AttendeePanel({ person, event, total, onClose }: { person: Person; event: Event; total: number; onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<{ code: string } | { error: unknown }>();
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  function close() {
    onClose();
    document.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(person.id)}"] a`)?.focus();
  }

  async function reprint() {
    setAsking(false);
    try {
      const { badge } = await Organizer.reprintBadge(event.id, person.id);
      replaceBadge(event.id, person.id, badge);
      outdated(event.id);
      setDone({ code: badge.code });
      announce(t("New badge {code}. The old one no longer works.", { code: badge.code }), { fresh: true });
    } catch (error) {
      setDone({ error });
    }
  }

  return (
    <aside class="beside" aria-label={person.name} onKeyDown={(e) => e.key === "Escape" && !asking && close()}>
      <div class="beside-top">
        <h2 class="h2" ref={heading} tabIndex={-1}>
          {t("One of {n}", { n: figure(total) })}
        </h2>
        <button type="button" class="ib" aria-label={t("Close")} onClick={close}>
          <DeskIcon name="cross" />
        </button>
      </div>
      <div class="pb">
        <p class="ev">
          <Said>{event.name}</Said>
        </p>
        <p class="pn">
          <Said>{person.name}</Said>
        </p>
        <p>{person.company ? <Said>{person.company}</Said> : <span>{t("No company")}</span>}</p>
        <div class="pq">
          <Qr text={person.badge.url} label={t("Badge of {name}", { name: person.name })} />
          <b class="code">{person.badge.code}</b>
        </div>
      </div>
      <dl class="dl">
        <Fact name={t("Email")}>{person.email}</Fact>
        {person.headline && (
          <Fact name={t("Headline")}>
            <Said>{person.headline}</Said>
          </Fact>
        )}
        <Fact name={t("Role")}>{roleName(person.role)}</Fact>
        <Fact name={t("Claimed")}>{person.claimed ? t("Yes") : t("No")}</Fact>
        <Fact name={t("Checked in")}>{person.checkedInAt ? moment(person.checkedInAt, event.timeZone) : t("No")}</Fact>
        <Fact name={t("Met")}>{t("{n} people", { n: figure(person.connections) })}</Fact>
      </dl>
      {done && "error" in done && <Note signal="stop">{words(done.error)}</Note>}
      {done && "code" in done && <Note signal="go">{t("New badge {code}. The old one no longer works.", { code: done.code })}</Note>}
      <div class="two-btn">
        <a class="btn alt" href={`/organize/${event.id}/badges?attendee=${person.id}`}>
          <DeskIcon name="print" />
          {t("Print")}
        </a>
        <button type="button" class="btn alt" onClick={() => setAsking(true)}>
          {t("Reprint")}
        </button>
      </div>
      <p class="hint">{t("Print makes the same badge again. Reprint makes a new one that replaces the old one.")}</p>
      {asking && (
        <Confirm title={t("Replace this badge?")} yes={t("Replace badge")} no={t("Keep it")} onYes={reprint} onNo={() => setAsking(false)}>
          <p>{t("The new badge replaces the old one, which stops working at once. Scans made before still count.")}</p>
        </Confirm>
      )}
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
