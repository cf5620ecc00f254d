import type { ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import type { Me } from "./api.ts";
import { language, t } from "./language/index.ts";
import { ContactBook } from "./offline/contact-book.ts";
import { Outbox } from "./offline/outbox.ts";
import { Sender } from "./offline/sender.ts";
import { Lost } from "./page/lost.tsx";
import { Unreachable, Wait } from "./page/wait.tsx";
import { refresh, session } from "./session.ts";
import { useStore } from "./use-store.ts";

/** What every page of a signed-in person gets, beside its place in the path. */
export type PageProps = { me: Me; eventId: string; attendeeId: string; token: string };

const SignIn = lazy(() => import("./page/sign-in.tsx"));
const Auth = lazy(() => import("./page/auth.tsx"));
const Start = signedIn(lazy(() => import("./page/start.tsx")));
const Home = signedIn(lazy(() => import("./page/home.tsx")));
const FirstRun = signedIn(lazy(() => import("./page/first-run.tsx")));
const Scan = signedIn(lazy(() => import("./page/scan.tsx")));
const MyBadge = signedIn(lazy(() => import("./page/badge.tsx")));
const Contacts = signedIn(lazy(() => import("./page/contacts.tsx")));
const Contact = signedIn(lazy(() => import("./page/contact.tsx")));
const Waiting = signedIn(lazy(() => import("./page/waiting.tsx")));
const Holders = signedIn(lazy(() => import("./page/holders.tsx")));
const MyCard = signedIn(lazy(() => import("./page/me.tsx")));
const HomeScreen = signedIn(lazy(() => import("./page/home-screen.tsx")));
const BadgeLink = signedIn(lazy(() => import("./page/badge-link.tsx")));
const Organize = signedIn(lazy(() => import("./organize/index.tsx")));

// The server answers these itself: files, unsubscribe, the local inbox.
const ours = /^\/(?!(api|u|_mail)([/.?#]|$))/;

export function App(): JSX.Element {
  const spoken = useStore(language);
  useQueue();
  return (
    <LocationProvider scope={ours}>
      <ErrorBoundary>
        <Router key={spoken}>
          <Route path="/" component={Start} />
          <Route path="/sign-in" component={SignIn} />
          <Route path="/auth" component={Auth} />
          <Route path="/me" component={MyCard} />
          <Route path="/me/shared" component={Holders} />
          <Route path="/me/home-screen" component={HomeScreen} />
          <Route path="/contacts" component={Contacts} />
          <Route path="/e/:eventId" component={Home} />
          <Route path="/e/:eventId/start" component={FirstRun} />
          <Route path="/e/:eventId/scan" component={Scan} />
          <Route path="/e/:eventId/badge" component={MyBadge} />
          <Route path="/e/:eventId/waiting" component={Waiting} />
          <Route path="/e/:eventId/contacts" component={Contacts} />
          <Route path="/e/:eventId/contacts/:attendeeId" component={Contact} />
          <Route path="/b/:token" component={BadgeLink} />
          <Route path="/B/:token" component={BadgeLink} />
          <Route path="/organize/:eventId" component={Organize} />
          <Route path="/organize/:eventId/*" component={Organize} />
          <Route default component={Lost} />
        </Router>
      </ErrorBoundary>
    </LocationProvider>
  );
}

/** Loads and sends the queue of whoever is signed in. */
function useQueue(): void {
  const now = useStore(session);
  const person = now.state === "in" ? now.me.person.id : undefined;
  useEffect(() => Sender.listen(), []);
  useEffect(() => {
    if (!person) return Sender.stop();
    void Outbox.load(person).then(() => {
      Sender.start(person);
      return ContactBook.open(person, Sender.kick);
    });
  }, [person]);
}

/** Shows a page to whoever is signed in; leads anybody else to sign-in, and back here after it. */
function signedIn(Page: ComponentType<PageProps> & { preload(): Promise<unknown> }): ComponentType<Omit<PageProps, "me">> {
  return function Guarded(place) {
    // The page's own code comes while the server is still asked who this is.
    void Page.preload().catch(() => {});
    const now = useStore(session);
    const { url, route } = useLocation();
    const out = now.state === "out";
    useEffect(() => {
      if (now.state === "unknown") void refresh();
    }, []);
    useEffect(() => {
      // An invitation's link says whom it was mailed to, in its fragment.
      if (out) route(`/sign-in?next=${encodeURIComponent(url)}${/^#email=/.test(location.hash) ? location.hash : ""}`, true);
    }, [out]);
    if (now.state === "in") return <Page {...place} me={now.me} />;
    return now.state === "unreachable" ? <Unreachable /> : <Wait words={t("One moment")} />;
  };
}
