import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { plural, t } from "../language/index.ts";
import type { Event } from "./api.ts";
import { type Look, mmToPx, type Place, Sheet, sheetsOf } from "./badge-sheet.tsx";
import { STOCKS, type Stock } from "./badge-stock.ts";
import { type DeskProps, Main } from "./desk.tsx";
import { DeskIcon } from "./icon.tsx";
import { figure, Note, words } from "./part.tsx";
import { type Filter, found, type Roster, useRoster } from "./roster.ts";

/** At most this many badges in one print: browsers grow slow with more pages. */
const RUN_MAX = 500;

const WHO: [Filter, () => string][] = [
  ["all", () => t("Everybody")],
  ["absent", () => t("Only those not checked in yet")],
];

export default function BadgesPage({ event }: DeskProps) {
  const roster = useRoster(event.id);
  const { query } = useLocation();
  const [stock, setStock] = useState(STOCKS[0]!);
  const [who, setWho] = useState<Filter>("all");
  const [search, setSearch] = useState("");
  const [start, setStart] = useState(1);
  const [run, setRun] = useState(0);
  const [look, setLook] = useState<Look>({ company: true, role: true, cut: true });
  const only = roster.people.find((person) => person.id === query.attendee);
  const people = useMemo(() => (only ? [only] : found(roster.people, search, who)), [roster.people, search, who, only]);
  const runs = Math.max(1, Math.ceil(people.length / RUN_MAX));
  const shown = people.slice(Math.min(run, runs - 1) * RUN_MAX, (Math.min(run, runs - 1) + 1) * RUN_MAX);
  const each = stock.columns * stock.rows;
  const sheets = useMemo(() => sheetsOf(shown, stock, Math.min(start, each)), [shown, stock, start]);
  const [printing, print] = usePrint();

  const button = (
    <button type="button" class="btn" disabled={shown.length === 0 || printing} onClick={print}>
      <DeskIcon name="print" />
      {plural(shown.length, "Print {n} badge", "Print {all} badges", { all: figure(shown.length) })}
    </button>
  );
  return (
    <Main event={event} title={t("Badges")} about={aboutOf(roster, sheets.length)} end={button}>
      {Boolean(roster.error) && <Note signal="stop">{words(roster.error)}</Note>}
      <div class="two badge-two">
        <form class="badge-form" onSubmit={(e) => e.preventDefault()}>
          <div class="f">
            <label for="stock">{t("Paper")}</label>
            <select
              id="stock"
              class="sel"
              value={stock.id}
              onChange={(e) => setStock(STOCKS.find((one) => one.id === e.currentTarget.value) ?? stock)}
            >
              {STOCKS.map((one) => (
                <option key={one.id} value={one.id}>
                  {t(one.name)}
                </option>
              ))}
            </select>
          </div>
          {only ? (
            <p>
              {t("Only this badge.")} <a href={`/organize/${event.id}/badges`}>{t("Show all")}</a>
            </p>
          ) : (
            <Who who={who} search={search} onWho={setWho} onSearch={setSearch} count={people.length} />
          )}
          {runs > 1 && (
            <div class="f">
              <label for="run">{t("Print in parts")}</label>
              <select id="run" class="sel" value={run} onChange={(e) => setRun(Number(e.currentTarget.value))}>
                {Array.from({ length: runs }, (_, i) => (
                  <option key={`part ${i + 1}`} value={i}>
                    {t("{from} to {to}", { from: figure(i * RUN_MAX + 1), to: figure(Math.min(people.length, (i + 1) * RUN_MAX)) })}
                  </option>
                ))}
              </select>
            </div>
          )}
          {each > 1 && (
            <div class="f">
              <label for="start">{t("Start at label")}</label>
              <div class="join">
                <input
                  id="start"
                  class="in few"
                  type="number"
                  min={1}
                  max={each}
                  value={start}
                  aria-describedby="start-hint"
                  onInput={(e) => setStart(Math.max(1, Math.min(each, Math.floor(Number(e.currentTarget.value)) || 1)))}
                />
                <p class="hint" id="start-hint">
                  {start > 1 ? t("The labels before it are used already.") : t("For a sheet whose first labels are used.")}
                </p>
              </div>
            </div>
          )}
          <Looks look={look} onLook={setLook} />
        </form>
        <Preview key={stock.id} sheets={sheets} stock={stock} event={event} look={look} />
      </div>
      {printing && (
        <div class="print-root" aria-hidden="true">
          {sheets.map((places, i) => (
            <Sheet key={`sheet ${i + 1}`} places={places} stock={stock} event={event} look={look} />
          ))}
        </div>
      )}
    </Main>
  );
}

function aboutOf(roster: Roster, sheets: number): string {
  if (!roster.whole) return t("The list is coming in");
  return plural(sheets, "{n} sheet", "{n} sheets");
}

interface WhoProps {
  who: Filter;
  search: string;
  count: number;
  onWho: (who: Filter) => void;
  onSearch: (search: string) => void;
}
function Who({ who, search, count, onWho, onSearch }: WhoProps) {
  return (
    <>
      <fieldset class="f">
        <legend class="lab">{t("Who")}</legend>
        {WHO.map(([filter, label]) => (
          <label class="opt" key={filter}>
            <input type="radio" name="who" checked={filter === who} onChange={() => onWho(filter)} />
            {label()}
          </label>
        ))}
      </fieldset>
      <div class="f">
        <label for="narrow">{t("Only with these words")}</label>
        <input
          id="narrow"
          class="in"
          type="search"
          placeholder={t("Name, company, email, code")}
          value={search}
          onInput={(e) => onSearch(e.currentTarget.value)}
        />
        <p class="hint" aria-live="polite">
          {plural(count, "{n} badge", "{n} badges")}
        </p>
      </div>
    </>
  );
}

function Looks({ look, onLook }: { look: Look; onLook: (look: Look) => void }) {
  const options: [keyof Look, string][] = [
    ["company", t("Company")],
    ["role", t("Role band")],
    ["cut", t("Cut lines")],
  ];
  return (
    <fieldset class="f">
      <legend class="lab">{t("On the badge")}</legend>
      {options.map(([key, label]) => (
        <label class="opt" key={key}>
          <input type="checkbox" checked={look[key]} onChange={() => onLook({ ...look, [key]: !look[key] })} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** Two sheets at a time, as large as there is room. */
function Preview({ sheets, stock, event, look }: { sheets: Place[][]; stock: Stock; event: Event; look: Look }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  const [page, setPage] = useState(0);
  useLayoutEffect(() => {
    setWidth(box.current!.clientWidth);
    const follow = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    follow.observe(box.current!);
    return () => follow.disconnect();
  }, []);
  const beside = width > 620 ? 2 : 1;
  const first = Math.min(page, Math.max(0, sheets.length - 1));
  const shown = sheets.slice(first, first + beside);
  const scale = Math.min(1, (width - (beside - 1) * 18) / beside / mmToPx(stock.sheet.width));
  return (
    <section class="ledge preview" aria-label={t("Preview")}>
      <div class="bar">
        <h2 class="h2">
          {shown.length > 1
            ? t("Sheets {a} and {b} of {n}", { a: first + 1, b: first + 2, n: sheets.length })
            : t("Sheet {a} of {n}", { a: Math.min(first + 1, sheets.length), n: sheets.length })}
        </h2>
        <span class="n2">{t("{w} × {h} mm", { w: stock.sheet.width, h: stock.sheet.height })}</span>
        <span class="push two-btn">
          <button type="button" class="btn alt" disabled={first === 0} onClick={() => setPage(Math.max(0, first - beside))}>
            {t("Before")}
          </button>
          <button type="button" class="btn alt" disabled={first + beside >= sheets.length} onClick={() => setPage(first + beside)}>
            {t("Next")}
          </button>
        </span>
      </div>
      <div class="sheets" ref={box}>
        {shown.map((places, i) => (
          <div
            class="scaled"
            key={`sheet ${first + i + 1}`}
            style={{ inlineSize: `${mmToPx(stock.sheet.width) * scale}px`, blockSize: `${mmToPx(stock.sheet.height) * scale}px` }}
          >
            <div style={{ transform: `scale(${scale})`, transformOrigin: "0 0" }}>
              <Sheet places={places} stock={stock} event={event} look={look} />
            </div>
          </div>
        ))}
        {sheets.length === 0 && <p class="quiet">{t("No badge to print.")}</p>}
      </div>
      <ul class="notes">
        <li>
          <b>{t("Names shrink to fit, never cut.")}</b> {t("In every script of the world.")}
        </li>
        <li>
          <b>{t("Print at 100 %.")}</b> {t("In the print window choose no margins and no scaling.")}
        </li>
        <li>
          <b>{t("Printing again changes nothing.")}</b> {t("A reprint does: the old badge stops working.")}
        </li>
      </ul>
    </section>
  );
}

/** Draws all sheets, waits for fonts, opens the print window, and takes them away again. */
function usePrint(): [boolean, () => void] {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    if (!printing) return;
    const done = () => setPrinting(false);
    addEventListener("afterprint", done);
    let gone = false;
    document.fonts.ready
      .then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      .then(() => {
        if (!gone) window.print();
      });
    return () => {
      gone = true;
      removeEventListener("afterprint", done);
    };
  }, [printing]);
  return [printing, () => setPrinting(true)];
}
