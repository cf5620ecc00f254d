import { plural, t } from "../language/index.ts";
import type { Event, MailingKind } from "./api.ts";
import { figure } from "./part.tsx";

/** What the page of a mailing says that is not the same for each kind. */
export interface MailingWords {
  title: string;
  /** The subject that stands when none is written. */
  subject: string;
  /** Who gets one, before it is sent. */
  whom: string;
  /** What the figures below mean. */
  skipped: string;
  would(n: number): string;
  will(n: number): string;
  /** When it is sent, and `n` people have had none. */
  rest(n: number): string;
}

export function mailingWords(kind: MailingKind, event: Event): MailingWords {
  return kind === "invitation" ? invitation(event) : followUp(event);
}

function followUp(event: Event): MailingWords {
  return {
    title: t("Follow-up"),
    subject: t("You met … people at {event}", { event: event.name }),
    whom: t("Everyone who met someone, or was asked, gets one mail. Nobody gets a second. It cannot be taken back."),
    skipped: t(
      "Skipped: unsubscribed, or an address that bounced before. Failed: no mail server took it. Bounced: it came back. Each person has one mail at most, whatever happens.",
    ),
    would: (n) => t("{n} people would get it: everyone who met someone, or was asked.", { n: figure(n) }),
    will: (n) => t("{n} people get it so far: everyone who met someone, or was asked.", { n: figure(n) }),
    rest: () => t("Who met someone since then is reached with Send now."),
  };
}

function invitation(event: Event): MailingWords {
  return {
    title: t("Invitation"),
    subject: t("Your badge for {event}", { event: event.name }),
    whom: t("Everyone on the list who has not signed in gets one mail. Nobody gets a second. It cannot be taken back."),
    skipped: t(
      "Skipped: signed in already, unsubscribed, or an address that bounced before. Failed: no mail server took it. Bounced: it came back. Each person has one mail at most, whatever happens.",
    ),
    would: (n) => t("{n} people would get it: everyone on the list who has not signed in.", { n: figure(n) }),
    will: (n) => t("{n} people get it so far: everyone on the list who has not signed in.", { n: figure(n) }),
    rest: (n) =>
      n === 0
        ? t("Everyone on the list has it. Newcomers are reached with Send now.")
        : plural(
            n,
            "{n} person came onto the list since. Send now reaches them.",
            "{n} people came onto the list since. Send now reaches them.",
          ),
  };
}
