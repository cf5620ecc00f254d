import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../language/index.ts";
import type { Hour, Step } from "./api.ts";
import { figure } from "./part.tsx";
import { clock } from "./zone.ts";

const HEIGHT = 196;
const BASE = 170;
const TOP = 34;
const ROW = 24.5;

/** Bars by hour at the size they are shown in, so that words stay 13 px on any screen. Times as the event's clock shows them. */
export function Hours({ hours, zone, now }: { hours: Hour[]; zone: string; now: string }) {
  const [box, width] = useWidth();
  const most = Math.max(4, ...hours.map((hour) => Math.max(hour.connections, hour.checkIns)));
  const lines = gridLines(most);
  const left = 12 + 8 * figure(lines.at(-1)!).length;
  const step = (width - left) / hours.length;
  const y = (n: number) => BASE - (n / Math.max(most, lines.at(-1)!)) * (BASE - TOP);
  const bar = Math.min(24, step * 0.52);
  const side = Math.min(12, step * 0.26);
  const every = Math.ceil(52 / step);
  const busiest = hours.reduce((a, b) => (b.connections > a.connections ? b : a));
  const label = t("New connections by hour, {most} at most, from {at} o'clock", {
    most: figure(busiest.connections),
    at: clock(busiest.at, zone),
  });
  return (
    <div class="chart-box" ref={box}>
      <svg class="chart go" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        {lines.map((n) => (
          <g key={n}>
            <path class="gl" d={`M${left} ${y(n)}H${width}`} />
            <text x={left - 6} y={y(n) + 4} text-anchor="end">
              {figure(n)}
            </text>
          </g>
        ))}
        {hours.map((hour, i) => {
          const x = left + i * step + (step - bar - side - 2) / 2;
          const current = isSameHour(hour.at, now);
          const middle = left + (i + 0.5) * step;
          return (
            <g key={hour.at}>
              {hour.checkIns > 0 && (
                <rect class="o" x={x + 1} y={y(hour.checkIns) + 1} width={side - 2} height={BASE - y(hour.checkIns) - 1} />
              )}
              <rect
                class={current ? "now" : "b"}
                x={x + side + 2}
                y={y(hour.connections)}
                width={bar}
                height={BASE - y(hour.connections)}
              />
              {hour.connections > 0 && step > 26 && (
                <text class="v" x={x + side + 2 + bar / 2} y={y(hour.connections) - 6} text-anchor="middle">
                  {figure(hour.connections)}
                </text>
              )}
              {i % every === 0 && (
                <text class={current ? "v" : undefined} x={Math.min(middle, width - 18)} y={BASE + 19} text-anchor="middle">
                  {clock(hour.at, zone)}
                </text>
              )}
            </g>
          );
        })}
        <path class="ax" d={`M${left} ${BASE}H${width}`} />
      </svg>
    </div>
  );
}

/** How many people have how many connections. The row of those with none is the one to act on. */
export function Distribution({ steps }: { steps: Step[] }) {
  const [box, width] = useWidth();
  const most = Math.max(1, ...steps.map((step) => step.attendees));
  const left = 70;
  const room = width - left - 12 - 9 * figure(most).length;
  const none = steps.find((step) => step.from === 0)?.attendees ?? 0;
  const height = steps.length * ROW;
  return (
    <div class="chart-box" ref={box}>
      <svg
        class="chart hold"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t("Attendees by number of connections: {n} have none", { n: figure(none) })}
      >
        {steps.map((step, i) => {
          const length = (step.attendees / most) * room;
          return (
            <g key={step.from}>
              <text x={left - 8} y={i * ROW + 16} text-anchor="end">
                {stepName(step)}
              </text>
              <rect class={step.from === 0 ? "now" : "b"} x={left} y={i * ROW + 3} width={length} height={17.5} />
              <text class="v" x={left + length + 8} y={i * ROW + 16}>
                {figure(step.attendees)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** "0", "3 to 4", "50 up" */
export function stepName({ from, to }: Step): string {
  if (to === undefined) return t("{from} up", { from });
  return to <= from ? String(from) : t("{from} to {to}", { from, to });
}

const isSameHour = (a: string, b: string) => Math.floor(Date.parse(a) / 3_600_000) === Math.floor(Date.parse(b) / 3_600_000);

/** Two to five round numbers up to the largest bar. */
function gridLines(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / 2));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => most / n < 5) ?? power * 10;
  return Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step);
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const follow = new ResizeObserver(([entry]) => setWidth(Math.max(240, Math.floor(entry!.contentRect.width))));
    setWidth(Math.max(240, Math.floor(element.clientWidth)));
    follow.observe(element);
    return () => follow.disconnect();
  }, []);
  return [box, width] as const;
}
