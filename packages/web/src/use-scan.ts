/** One scan after another: from what was read to how it ended. */
import { codeLength, readBadge, shortCode } from "@lanyard/core/badge-code";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Contact, Me } from "./api.ts";
import { feelDone, feelProblem } from "./camera/feedback.ts";
import { t } from "./language/index.ts";
import { BadgeList } from "./offline/badge-list.ts";
import { newId } from "./offline/contact-book.ts";
import type { KeptScan } from "./offline/database.ts";
import { Outbox } from "./offline/outbox.ts";
import { Sender } from "./offline/sender.ts";
import { doubt, refusalOf } from "./outcome.ts";
import { announce } from "./ui/announce.ts";
import { sendInBackground } from "./worker/register.ts";

export type View =
  | { kind: "ready" }
  | { kind: "sending"; scan: KeptScan }
  | { kind: "contact"; contact: Contact; scan: KeptScan }
  | { kind: "refused"; code: string; scan?: KeptScan }
  | { kind: "kept"; scan: KeptScan };

/** Someone who waits longer than this is told that the scan is kept; the answer still replaces it when it comes. */
const showKeptMs = 2_500;

export function useScan(me: Me, eventId: string | undefined) {
  const [view, setView] = useState<View>({ kind: "ready" });
  const current = useRef<View>(view);
  const show = (next: View) => {
    current.current = next;
    setView(next);
  };

  useEffect(() => {
    const unfollow = Sender.follow(({ scan, contact, code }) => {
      const now = current.current;
      if (!("scan" in now) || now.scan?.scanId !== scan.scanId) return;
      if (contact) {
        feelDone();
        show({ kind: "contact", contact, scan });
      } else if (code) {
        feelProblem();
        show({ kind: "refused", code, scan });
      }
    });
    const unwatch = Outbox.scans.follow(() => {
      const now = current.current;
      if (now.kind !== "sending" || Outbox.isFresh(now.scan.scanId)) return;
      const kept = Outbox.scans.get().find((s) => s.scanId === now.scan.scanId && Outbox.isWaiting(s));
      if (kept) tellKept(kept);
    });
    return () => {
      unfollow();
      unwatch();
    };
  }, []);

  function tellKept(scan: KeptScan) {
    if (scan.doubtful) feelProblem();
    else feelDone();
    const saved = t("Saved offline: {code}", { code: scan.code });
    announce(scan.doubtful ? `${saved}. ${doubt()}` : saved);
    void navigator.storage?.persist?.().catch(() => false);
    void sendInBackground();
    show({ kind: "kept", scan });
  }

  function refuse(code: string) {
    feelProblem();
    announce(refusalOf(code).said);
    show({ kind: "refused", code });
  }

  /** Takes what a camera or a person read. */
  async function submit(text: string): Promise<void> {
    announce("", { fresh: true });
    const reading = readBadge(text);
    if (!reading) return refuse("badge.unknown");
    const spelled = "token" in reading ? reading.token : reading.code;
    const code = shortCode(spelled);
    if (me.attending.some((a) => (!eventId || a.event.id === eventId) && isSame(spelled, a.badge))) return refuse("scan.own_badge");
    const already = Outbox.scans.get().find((s) => Outbox.isWaiting(s) && s.code === code && (!eventId || s.eventId === eventId));
    if (already) {
      Sender.kick();
      return tellKept(already);
    }
    const scan: KeptScan = {
      scanId: newId("scan"),
      person: me.person.id,
      ...(eventId && { eventId }),
      badge: spelled,
      code,
      scannedAt: new Date().toISOString(),
      ...(BadgeList.doubts(me.person.id, eventId, spelled) && { doubtful: true }),
    };
    show({ kind: "sending", scan });
    await Outbox.add(scan, true);
    Sender.kick();
    setTimeout(() => Outbox.notAnswered(scan.scanId), showKeptMs);
  }

  return { view, submit, clear: () => show({ kind: "ready" }) };
}

/** Whether this is my own badge, known without asking anybody: by its whole token, or by its short code. */
function isSame(spelled: string, mine: { url: string; code: string }): boolean {
  if (spelled.length === codeLength) return mine.code.replace("-", "") === spelled;
  return mine.url.toUpperCase().endsWith(`/${spelled}`);
}
