import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { ApiError } from "../api.ts";
import { isApple, isInstalled } from "../home-screen.ts";
import { plural, t } from "../language/index.ts";
import { asked, askForCode, safePath, signIn } from "../session.ts";
import { clock } from "../time.ts";
import { Field, Mark, Screen, Trouble } from "../ui/part.tsx";
import { useWaitingOnPhone } from "../ui/waiting-on-phone.ts";

/** An address, then the code that was mailed to it, then back to where one wanted to be. */
export default function SignIn() {
  const { query, route } = useLocation();
  const next = safePath(query.next);
  const before = asked();
  const [sent, setSent] = useState(isResumed() ? before : undefined);
  const [email, setEmail] = useState(invited() || (before?.email ?? ""));
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setTrouble("");
    await work().catch((error) => setTrouble(wordsOf(error)));
    setBusy(false);
  };
  const start = () =>
    attempt(async () => {
      await askForCode(email.trim(), next);
      setSent({ email: email.trim(), next, at: Date.now() });
      setCode("");
    });
  const finish = () =>
    attempt(async () => {
      await signIn({ code: code.replace(/\D/g, "") });
      route(next, true);
    });

  if (!sent)
    return (
      <Wall title={t("Sign in")} heading={t("Your email gets you in.")} next={next}>
        <Form onSubmit={start}>
          <Field label={t("Email")} id="email">
            <input
              class="in"
              id="email"
              type="email"
              inputmode="email"
              autocomplete="email"
              required
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </Field>
          {trouble && <Trouble>{trouble}</Trouble>}
          <button type="submit" class="btn" aria-disabled={busy}>
            {t("Send code")}
          </button>
          <p class="hint">{t("No password. We mail you six digits that work for ten minutes.")}</p>
          {before && (
            <button type="button" class="txt" onClick={() => setSent(before)}>
              {t("I have my digits already")}
            </button>
          )}
        </Form>
      </Wall>
    );
  return (
    <Wall title={t("Type the code")} heading={t("Six digits, in your mail.")} next={next}>
      <Form onSubmit={finish}>
        <Field label={t("Code")} id="code">
          <input
            class="in code six"
            id="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            required
            maxLength={12}
            dir="ltr"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </Field>
        {trouble && <Trouble>{trouble}</Trouble>}
        {isApple() && isInstalled() && <p>{t("Type the digits: the link in the mail opens the browser, not this app.")}</p>}
        <button type="submit" class="btn" aria-disabled={busy}>
          {t("Sign in")}
        </button>
        <p class="hint">
          {t("Sent to {email} at {time}. Not there? Look in spam.", { email: sent.email, time: clock(new Date(sent.at).toISOString()) })}{" "}
          <button type="button" class="inline" onClick={() => setSent(undefined)}>
            {t("Send a new one")}
          </button>
        </p>
      </Form>
    </Wall>
  );
}

/** The address that an invitation was mailed to, from the fragment of its link. */
function invited(): string {
  return new URLSearchParams(location.hash.slice(1)).get("email") ?? "";
}

/** True when a phone has thrown this page away while its owner read the mail, and brings it back. */
function isResumed(): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return entry !== undefined && entry.type !== "navigate";
}

function Form({ onSubmit, children }: { onSubmit(): void; children: ComponentChildren }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

/** The badge on its strap that everything about signing in is written on. */
export function Wall({ title, heading, next, children }: { title: string; heading: string; next: string; children: ComponentChildren }) {
  const waiting = useWaitingOnPhone();
  return (
    <Screen title={title} class="wall">
      <div class="strap" />
      <div class="badge">
        <p class="brand">Lanyard</p>
        <h1>{heading}</h1>
        {children}
      </div>
      {/^\/b\//i.test(next) && (
        <div class="kept-line">
          <Mark signal="kept" icon="kept" />
          <p>
            <b>{t("The badge you scanned is kept.")}</b>
            {t("Sign in and the scan is made.")}
          </p>
        </div>
      )}
      {waiting > 0 && (
        <div class="kept-line">
          <Mark signal="kept" icon="kept" />
          <p>
            <b>{plural(waiting, "{n} not yet sent", "{n} not yet sent")}</b>
            {t("Kept on this phone for whoever scanned them, and sent after sign-in.")}
          </p>
        </div>
      )}
      <div class="grow" />
    </Screen>
  );
}

export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return t("No answer. Is there a network? Try again.");
  switch (error.code) {
    case "sign_in.wrong_code":
      return t("That is not the code. Look at the newest mail.");
    case "sign_in.expired":
      return t("That code has ended. Send a new one.");
    default:
      return error.status === 429 ? t("Too many tries. Wait a few minutes.") : error.message;
  }
}
