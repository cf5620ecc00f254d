import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { Said } from "../ui/name.tsx";
import type { Person } from "./roster.ts";
import { clock } from "./zone.ts";

/** Rows are drawn in groups of this many, and only near the screen: 50,000 rows are 1,000 groups. */
const GROUP = 50;
/** How tall a row is before it was drawn, in pixels. Rows may be taller: names are never cut. */
const ROW_HEIGHT = 47;

interface Props {
  people: Person[];
  zone: string;
  chosen: string | undefined;
  addressOf: (id: string) => string;
}

/** The list in the order given. A name opens its side panel. */
export function AttendeeTable({ people, zone, chosen, addressOf }: Props) {
  const groups = Array.from({ length: Math.ceil(people.length / GROUP) }, (_, i) => i);
  return (
    <table class="tb people" aria-rowcount={people.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" aria-sort="ascending">
            {t("Name")}
          </th>
          <th scope="col" class="wide">
            {t("Company")}
          </th>
          <th scope="col" class="wide">
            {t("Role")}
          </th>
          <th scope="col" class="wide">
            {t("Claimed")}
          </th>
          <th scope="col">{t("In at")}</th>
          <th scope="col" class="r">
            {t("Met")}
          </th>
        </tr>
      </thead>
      {groups.map((group) => {
        const rows = people.slice(group * GROUP, (group + 1) * GROUP);
        return (
          <Group key={group} first={group === 0} start={group * GROUP} count={rows.length}>
            {() =>
              rows.map((person, i) => (
                <Row
                  key={person.id}
                  person={person}
                  index={group * GROUP + i + 2}
                  zone={zone}
                  on={person.id === chosen}
                  href={addressOf(person.id)}
                />
              ))
            }
          </Group>
        );
      })}
    </table>
  );
}

/** Draws its rows while it is near the screen, else keeps their height. */
function Group({
  first,
  start,
  count,
  children,
}: {
  first: boolean;
  start: number;
  count: number;
  children: () => preact.ComponentChildren;
}) {
  const [near, setNear] = useState(first);
  const height = useRef(count * ROW_HEIGHT);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const element = body.current!;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry!.isIntersecting && entry!.boundingClientRect.height > 0) height.current = entry!.boundingClientRect.height;
        setNear(entry!.isIntersecting);
      },
      { rootMargin: "1200px 0px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <tbody ref={body} data-start={start}>
      {near ? (
        children()
      ) : (
        <tr>
          <td class="gap" style={{ blockSize: `${height.current}px` }} />
        </tr>
      )}
    </tbody>
  );
}

function Row({ person, index, zone, on, href }: { person: Person; index: number; zone: string; on: boolean; href: string }) {
  return (
    <tr class={on ? "on" : undefined} aria-rowindex={index} data-id={person.id}>
      <td>
        <a class="nm" href={href} aria-current={on ? "true" : undefined}>
          <Said>{person.name}</Said>
        </a>
        <span class="narrow n2">
          {person.company ? <Said>{person.company}</Said> : t("No company")}, {roleName(person.role)}
        </span>
      </td>
      <td class="wide">{person.company ? <Said>{person.company}</Said> : <span class="n2">{t("None")}</span>}</td>
      <td class="wide">{roleName(person.role)}</td>
      <td class="wide">
        <span class={person.claimed ? undefined : "n2"}>{person.claimed ? t("Yes") : t("No")}</span>
      </td>
      <td>
        <span class={person.checkedInAt ? undefined : "n2"}>{person.checkedInAt ? clock(person.checkedInAt, zone) : t("No")}</span>
      </td>
      <td class="r">
        <b>{person.connections}</b>
      </td>
    </tr>
  );
}

export function roleName(role: Person["role"]): string {
  return { attendee: t("Attendee"), speaker: t("Speaker"), exhibitor: t("Exhibitor"), staff: t("Staff") }[role];
}
