import { useEffect } from "preact/hooks";
import { isApple, isInstalled, offer, seen } from "../home-screen.ts";
import { plural, t } from "../language/index.ts";
import { Outbox } from "../offline/outbox.ts";
import { announce } from "../ui/announce.ts";
import { Icon } from "../ui/icon.tsx";
import { Screen, Top } from "../ui/part.tsx";
import { useStore } from "../use-store.ts";

/** How to put the app on the home screen of this phone, and what is different there. */
export default function HomeScreen() {
  const offered = useStore(offer);
  useEffect(seen, []);
  const install = async () => {
    const answer = await offered?.prompt();
    offer.set(undefined); // An offer can be taken up once.
    if (answer?.outcome === "accepted") announce(t("Lanyard is on your home screen."), { fresh: true });
  };
  return (
    <Screen title={t("On the home screen")}>
      <Top back="/me" label={t("My card")} />
      <div class="pad grow">
        <h1 class="title">{t("On the home screen")}</h1>
        <div>
          <section class="sec">
            <p class="lead">{t("One touch to your badge and the camera, with or without a network.")}</p>
            {isInstalled() ? <p>{t("You have opened it from there.")}</p> : !offered && <Steps />}
          </section>
          {isApple() && <Apart />}
        </div>
      </div>
      {offered && (
        <div class="thumb">
          <button type="button" class="btn" onClick={() => void install()}>
            <Icon name="plus" />
            {t("Put it there")}
          </button>
        </div>
      )}
    </Screen>
  );
}

function Steps() {
  const steps = isApple()
    ? [
        t("Tap Share. On a newer iPhone it is behind the three dots."),
        t("Choose Add to Home Screen, then Add."),
        t("Open it there while you have a network, and sign in with the six digits from your mail."),
      ]
    : [t("Open the browser’s menu."), t("Choose Add to home screen, or Install."), t("Open it there. You stay signed in.")];
  return (
    <ol class="num">
      {steps.map((step) => (
        <li key={step}>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}

/** What an iPhone does differently on the home screen. */
function Apart() {
  const waiting = Outbox.countWaiting(useStore(Outbox.scans));
  return (
    <section class="sec" aria-labelledby="apart">
      <h2 class="head" id="apart">
        {t("Apart from the browser")}
      </h2>
      {waiting > 0 && (
        <p>
          <b>{plural(waiting, "{n} not yet sent", "{n} not yet sent")}.</b>{" "}
          {t("They go out from here only. Come back here with a network.")}
        </p>
      )}
      <p>{t("An iPhone asks for the camera again on the home screen, perhaps each time you open it. Choose Allow.")}</p>
      <p>{t("A badge read by the phone’s own camera, and the link in a mail, open in the browser.")}</p>
    </section>
  );
}
