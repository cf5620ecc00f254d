import { useEffect, useState } from "preact/hooks";
import { database } from "../offline/database.ts";
import { Outbox } from "../offline/outbox.ts";

/** How many scans of anybody wait on this phone; asked once, for the pages of somebody not signed in. */
export function useWaitingOnPhone(): number {
  const [n, setN] = useState(0);
  useEffect(() => {
    void database()
      .then((db) => db.getAll("scan"))
      .then((all) => setN(all.filter(Outbox.isWaiting).length))
      .catch(() => {});
  }, []);
  return n;
}
