import { render } from "preact";
import { App } from "./app.tsx";
import { keepOffer } from "./home-screen.ts";
import { preferred, speak } from "./language/index.ts";
import { refresh, session } from "./session.ts";
import { keepApp } from "./worker/register.ts";
import { renewWhenGone } from "./worker/renew.ts";
import "./styles/tokens.css";
import "./styles/app.css";

const root = document.getElementById("app");
if (root) {
  renewWhenGone();
  keepOffer();
  // Where one signs in nobody waits for who it is; a page that does asks when it is opened.
  const signsIn = /^\/(sign-in|auth)$/.test(location.pathname);
  if (!signsIn || session.get().state === "in") void refresh();
  keepApp();
  speak(preferred())
    .catch(() => {})
    .then(() => render(<App />, root));
}
