import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../language/index.ts";
import { asked, safePath, signIn } from "../session.ts";
import { Trouble } from "../ui/part.tsx";
import { Wall, wordsOf } from "./sign-in.tsx";

/**
 * Where the mailed link leads. In the browser that asked for it, it signs in by itself; in any other a click is needed, so that
 * no mail program that looks at links uses it up.
 */
export default function Auth() {
  const { route } = useLocation();
  const start = asked();
  const next = safePath(start?.next);
  const proof = useRef(readHash());
  const posted = useRef(false);
  const [trouble, setTrouble] = useState(proof.current ? "" : t("This link is not whole. Open it from the mail again."));
  const finish = async () => {
    if (!proof.current || posted.current) return;
    posted.current = true;
    try {
      await signIn(proof.current);
      route(next, true);
    } catch (error) {
      posted.current = false;
      setTrouble(wordsOf(error));
    }
  };
  useEffect(() => {
    if (start) void finish();
    const anotherLink = () => location.reload();
    addEventListener("hashchange", anotherLink);
    return () => removeEventListener("hashchange", anotherLink);
  }, []);
  return (
    <Wall title={t("Sign in")} heading={start && !trouble ? t("Signing you in.") : t("Is this you?")} next={next}>
      <div class="form">
        {trouble && <Trouble>{trouble}</Trouble>}
        {proof.current && (
          <button type="button" class="btn" onClick={finish}>
            {start ? t("Sign in as {email}", { email: start.email }) : t("Sign in")}
          </button>
        )}
        <a class="txt" href={`/sign-in?next=${encodeURIComponent(next)}`}>
          {t("Send a new code")}
        </a>
      </div>
    </Wall>
  );
}

function readHash(): { challenge: string; token: string } | undefined {
  const given = new URLSearchParams(location.hash.slice(1));
  const challenge = given.get("c");
  const token = given.get("t");
  return challenge && token ? { challenge, token } : undefined;
}
