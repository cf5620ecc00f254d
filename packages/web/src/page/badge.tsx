import { useEffect, useMemo } from "preact/hooks";
import { create } from "qrcode";
import type { Me } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { roleLine } from "../card.ts";
import { t } from "../language/index.ts";
import { Switch } from "../ui/dock.tsx";
import { Attending, strapOf } from "../ui/event-frame.tsx";
import { Name, Said } from "../ui/name.tsx";
import { NotSent } from "../ui/not-sent.tsx";
import { Screen, Top } from "../ui/part.tsx";

/** My badge to be scanned from: always black on white, whatever the room. */
export default function MyBadge({ me, eventId }: PageProps) {
  return (
    <Attending me={me} eventId={eventId}>
      {(mine) => <Badge me={me} mine={mine} />}
    </Attending>
  );
}

function Badge({ me, mine }: { me: Me; mine: Me["attending"][number] }) {
  const { event, badge } = mine;
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    void navigator.wakeLock
      ?.request("screen")
      .then((taken) => {
        lock = taken;
      })
      .catch(() => {});
    return () => void lock?.release().catch(() => {});
  }, []);
  return (
    <Screen title={t("My badge")} class="day mb">
      <div class="strap" style={strapOf(event)} />
      <Top back={`/e/${event.id}`} />
      <span class="slot" />
      <div class="pad owner">
        <h1 class="vh">{t("My badge")}</h1>
        <p class="evn">
          <Said>{event.name}</Said>
        </p>
        <Name text={me.card.name || me.person.name} />
        <p class="role">
          <Said>{roleLine(me.card)}</Said>
        </p>
      </div>
      <div class="grow mid">
        <Square url={badge.url} />
        <p class="codeb" dir="ltr">
          {badge.code}
        </p>
        <p class="small n2">{t("Works offline")}</p>
        <NotSent eventId={event.id} />
      </div>
      <Switch eventId={event.id} at="badge" />
    </Screen>
  );
}

/** Modules of white around the code: fewer and some phones do not find it (ISO/IEC 18004). */
const quietModules = 4;

function Square({ url }: { url: string }) {
  const { path, size } = useMemo(() => {
    const { modules } = create(url, { errorCorrectionLevel: "Q" });
    let path = "";
    for (let y = 0; y < modules.size; y++) for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x} ${y}h1v1h-1z`;
    return { path, size: modules.size };
  }, [url]);
  const side = size + 2 * quietModules;
  return (
    <svg
      class="qr"
      viewBox={`${-quietModules} ${-quietModules} ${side} ${side}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={t("My badge")}
    >
      <path fill="#fff" d={`M${-quietModules} ${-quietModules}h${side}v${side}h${-side}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
