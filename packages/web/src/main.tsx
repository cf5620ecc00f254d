import { render } from "preact";
import { App } from "./app.tsx";
import { preferred, speak } from "./language/index.ts";
import { refresh } from "./session.ts";
import { keepApp } from "./worker/register.ts";
import { renewWhenGone } from "./worker/renew.ts";
import "./styles/tokens.css";
import "./styles/app.css";

const root = document.getElementById("app");
if (root) {
  renewWhenGone();
  void refresh();
  keepApp();
  speak(preferred())
    .catch(() => {})
    .then(() => render(<App />, root));
}
