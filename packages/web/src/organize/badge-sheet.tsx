import { useMemo } from "preact/hooks";
import { t } from "../language/index.ts";
import { outside } from "../ui/name.tsx";
import type { Event } from "./api.ts";
import { roleName } from "./attendee-table.tsx";
import { canvasMeasure, nameSize } from "./badge-fit.ts";
import { isLow, qrLevel, qrSide, type Stock } from "./badge-stock.ts";
import { Qr } from "./qr.tsx";
import type { Person } from "./roster.ts";

export interface Look {
  company: boolean;
  role: boolean;
  cut: boolean;
}

/** A place on a sheet: somebody's badge, or a label that is used already. */
export type Place = Person | undefined;

const PX_PER_MM = 96 / 25.4;
const PAD = 6;

/** One sheet at its real size in millimetres. */
export function Sheet({ places, stock, event, look }: { places: Place[]; stock: Stock; event: Event; look: Look }) {
  const style = {
    inlineSize: `${stock.sheet.width}mm`,
    blockSize: `${stock.sheet.height}mm`,
    paddingBlockStart: `${stock.top}mm`,
    paddingInlineStart: `${stock.left}mm`,
    gridTemplateColumns: `repeat(${stock.columns},${stock.badge.width}mm)`,
    gridAutoRows: `${stock.badge.height}mm`,
  };
  return (
    <div class={`sheet ${stock.paper} ${look.cut ? "cut" : ""}`} style={style} dir="ltr">
      {places.map((person, i) =>
        person ? (
          <BadgeLabel key={person.id} person={person} stock={stock} event={event} look={look} />
        ) : (
          <div class="label used" key={`used ${i}`} />
        ),
      )}
    </div>
  );
}

function BadgeLabel({ person, stock, event, look }: { person: Person; stock: Stock; event: Event; look: Look }) {
  const low = isLow(stock);
  const side = qrSide(stock);
  const system = outside(person.name);
  const size = useMemo(() => sizeOn(stock, person.name, system), [person.name, stock, system]);
  const [first, second] = person.badge.code.split("-");
  return (
    <article class={`label ${low ? "low" : ""}`} aria-label={person.name}>
      <div class="band" />
      <div class="body">
        <div class="text">
          <p class="ev" dir="auto">
            {event.name}
          </p>
          <p class={`bn ${system ? "sys" : ""}`} dir="auto" style={{ fontSize: `${size}mm` }}>
            {person.name}
          </p>
          {look.company && person.company && (
            <p class={`bc ${outside(person.company) ? "sys" : ""}`} dir="auto">
              {person.company}
            </p>
          )}
        </div>
        <div class="foot">
          <div class="code-box" style={{ inlineSize: `${side}mm`, blockSize: `${side}mm` }}>
            <Qr text={person.badge.url} level={qrLevel(stock)} label={t("Badge of {name}", { name: person.name })} />
          </div>
          <b class="short">
            <span>{first}</span> <span>{second}</span>
          </b>
        </div>
      </div>
      {look.role && <p class={`role-band ${person.role === "attendee" ? "" : "inv"}`}>{roleName(person.role)}</p>}
    </article>
  );
}

/** In millimetres. The box is what the QR, the event's name, the company and the role band leave. */
function sizeOn(stock: Stock, name: string, system: boolean): number {
  const low = isLow(stock);
  const width = stock.badge.width - 2 * PAD - (low ? qrSide(stock) + 2 : 0);
  const height = low ? stock.badge.height - 33 : stock.badge.height - qrSide(stock) - 44;
  const measure = measureFor(system);
  return nameSize(name, { width, height }, { largest: low ? 11 : 17, smallest: 3, system }, measure);
}

const measures = new Map<boolean, ReturnType<typeof canvasMeasure>>();
function measureFor(system: boolean) {
  const known = measures.get(system);
  if (known) return known;
  const fresh = canvasMeasure(getComputedStyle(document.documentElement).getPropertyValue(system ? "--sys" : "--sans"));
  measures.set(system, fresh);
  return fresh;
}

/** The people of a print, on sheets; the first `start - 1` labels of the first sheet stay empty. */
export function sheetsOf(people: Person[], stock: Stock, start: number): Place[][] {
  const each = stock.columns * stock.rows;
  const places: Place[] = [...Array.from({ length: start - 1 }, () => undefined), ...people];
  return Array.from({ length: Math.ceil(places.length / each) }, (_, i) => places.slice(i * each, (i + 1) * each));
}

export const mmToPx = (mm: number) => mm * PX_PER_MM;
