import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Me } from "../api.ts";
import { t } from "../language/index.ts";
import { Said } from "../ui/name.tsx";
import type { Event, MemberRole } from "./api.ts";
import { DeskIcon } from "./icon.tsx";

/** What every organizer's page gets. */
export interface DeskProps {
  event: Event;
  me: Me;
  role: MemberRole;
}

const PLACES: { path: string; icon: DeskIcon; name: () => string; staff?: true }[] = [
  { path: "", icon: "chart", name: () => t("Dashboard") },
  { path: "/attendees", icon: "people", name: () => t("Attendees") },
  { path: "/import", icon: "upload", name: () => t("Import") },
  { path: "/badges", icon: "badge", name: () => t("Badges") },
  { path: "/invitation", icon: "send", name: () => t("Invitation") },
  { path: "/check-in", icon: "door", name: () => t("Check-in"), staff: true },
  { path: "/follow-up", icon: "mail", name: () => t("Follow-up") },
  { path: "/settings", icon: "sliders", name: () => t("Settings") },
];
const ROLES: Record<MemberRole, () => string> = { owner: () => t("Owner"), organizer: () => t("Organizer"), staff: () => t("Staff") };

/** The rail, and the page beside it. `place` is the path below the event. */
export function Desk({ event, me, role, place, children }: DeskProps & { place: string; children: ComponentChildren }) {
  const places = PLACES.filter((entry) => role !== "staff" || entry.staff);
  const rail = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const current = rail.current?.querySelector<HTMLElement>("[aria-current]");
    if (current && rail.current) rail.current.scrollLeft = current.offsetLeft - rail.current.clientWidth / 2 + current.clientWidth / 2;
  }, [place]);
  return (
    <div class="desk" style={event.color ? { "--strap": event.color } : undefined}>
      <a class="skip" href="#main">
        {t("To the page")}
      </a>
      <nav class="rail" aria-label={t("Organize")}>
        <div class="strap" />
        <a class="logo" href="/">
          Lanyard
        </a>
        <div class="places" ref={rail}>
          {places.map((entry) => (
            <a key={entry.path} href={`/organize/${event.id}${entry.path}`} aria-current={entry.path === place ? "page" : undefined}>
              <DeskIcon name={entry.icon} />
              {entry.name()}
            </a>
          ))}
        </div>
        <p class="foot">
          {t("Signed in as")}
          <br />
          <Said>{me.person.name || me.person.email}</Said>
          <br />
          {ROLES[role]()}
        </p>
      </nav>
      {children}
    </div>
  );
}

interface MainProps {
  event: Event;
  /** The page's own name, in the window's title. */
  title: string;
  /** A line beside the event's name. */
  about: ComponentChildren;
  /** Buttons at the top end. */
  children?: ComponentChildren;
  end?: ComponentChildren;
}

/** A page's main part under the event's name. Focus goes to the name when one came here by a link. */
export function Main({ event, title, about, end, children }: MainProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title}, ${event.name} · Lanyard`;
  }, [title, event.name]);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <main class="main" id="main" tabIndex={-1}>
      <header class="mh">
        <h1 ref={heading} tabIndex={-1}>
          <Said>{event.name}</Said>
        </h1>
        <p>{about}</p>
        {end && <div class="end">{end}</div>}
      </header>
      {children}
    </main>
  );
}
let arrived = false;
