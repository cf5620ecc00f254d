/**
 * The organizer's pages, below /organize/:eventId. Each is loaded when it is opened; no attendee ever loads any of them.
 */
import { QueryCache, QueryClient, QueryClientProvider, useQuery } from "@tanstack/preact-query";
import type { ComponentType } from "preact";
import { ErrorBoundary, lazy, useLocation } from "preact-iso";
import { ApiError } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { t } from "../language/index.ts";
import { Lost } from "../page/lost.tsx";
import { Unreachable, Wait } from "../page/wait.tsx";
import { refresh } from "../session.ts";
import { Organizer } from "./api.ts";
import { Desk, type DeskProps } from "./desk.tsx";
import "./organize.css";

const pages: Record<string, ComponentType<DeskProps>> = {
  "": lazy(() => import("./dashboard.tsx")),
  "/attendees": lazy(() => import("./attendees.tsx")),
  "/import": lazy(() => import("./import.tsx")),
  "/badges": lazy(() => import("./badges.tsx")),
  "/check-in": lazy(() => import("./check-in.tsx")),
  "/invitation": lazy(() => import("./mailing.tsx").then((mailing) => mailing.InvitationPage)),
  "/follow-up": lazy(() => import("./mailing.tsx").then((mailing) => mailing.FollowUpPage)),
  "/settings": lazy(() => import("./settings.tsx")),
};
const NewEvent = lazy(() => import("./new-event.tsx"));

const queries = new QueryClient({
  // The session knows where to go when the server says that nobody is signed in.
  queryCache: new QueryCache({ onError: (error) => void (error instanceof ApiError && error.status === 401 && refresh()) }),
  // Whether there is a network is known by the answer only: browsers take hotel wifi for one.
  defaultOptions: {
    queries: {
      networkMode: "always",
      retry: (failures, error) => !(error instanceof ApiError && !error.passing) && failures < 2,
      staleTime: 0,
    },
  },
});

export default function Organize(props: PageProps) {
  const { path } = useLocation();
  const eventId = props.eventId ?? path.split("/")[2] ?? "";
  return (
    <QueryClientProvider client={queries}>
      <ErrorBoundary>{eventId === "new" ? <NewEvent me={props.me} /> : <OneEvent {...props} eventId={eventId} />}</ErrorBoundary>
    </QueryClientProvider>
  );
}

function OneEvent({ me, eventId }: PageProps) {
  const { path } = useLocation();
  const known = me.organizing.find((entry) => entry.event.id === eventId);
  const { data, error } = useQuery({
    queryKey: ["event", eventId],
    queryFn: () => Organizer.event(eventId),
    ...(known && { initialData: { event: known.event }, initialDataUpdatedAt: 0 }),
  });
  const place = path.slice(`/organize/${eventId}`.length);
  const role = known?.role;
  const allowed = role !== "staff" ? place : "/check-in";
  const Page = pages[allowed];
  if (!Page || (error instanceof ApiError && error.status < 500)) return <Lost />;
  if (!data) return error ? <Unreachable /> : <Wait words={t("One moment")} />;
  // Who has just made the event is its owner before the session knows.
  const desk = { event: data.event, me, role: role ?? "organizer" };
  return (
    <Desk {...desk} place={allowed}>
      <Page {...desk} key={allowed} />
    </Desk>
  );
}
