import { Lost } from "../page/lost.tsx";

/** The organizer's pages, which find their own way below /organize/:eventId. */
export default function Organize() {
  return <Lost />;
}
