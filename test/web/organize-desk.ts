/** The organizer's laptop, for the tests of the organizer's pages. */
import { readFileSync } from "node:fs";
import type { TableFileAttendee } from "@lanyard/core/table-file-attendee";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { Client, Json } from "../support/client.ts";
import type { Stage } from "./support/stage.ts";

export const LISTS = new URL("../fixtures/attendee-lists/", import.meta.url);

export interface ExpectedList {
  people: TableFileAttendee.Attendee[];
  problems: [number, string][];
  leftOut: Record<string, number>;
}
export const expectedLists = (): Record<string, ExpectedList> => JSON.parse(readFileSync(new URL("expected.json", LISTS), "utf8"));

/**
 * A laptop, signed in as the owner of every event of the stage. Without a service worker, which would carry requests past a test's routes
 * from the moment on at which it takes the page over.
 */
export function laptop(at: Stage, options: BrowserContextOptions = {}): Promise<Page> {
  return at.phone({ client: at.owner }, { viewport: { width: 1440, height: 900 }, serviceWorkers: "block", ...options });
}

export const organize = (at: Stage, event: string, place = ""): string => `${at.url}/organize/${event}${place}`;

/** Everybody on the list, by address. */
export async function attendeesOf(owner: Client, event: string): Promise<Json[]> {
  const items: Json[] = [];
  let cursor = "";
  do {
    const { body } = await owner.get(`/api/events/${event}/attendees?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...body.items);
    cursor = body.cursor ?? "";
  } while (cursor);
  return items.sort((a, b) => (a.email < b.email ? -1 : 1));
}

/** A list as the server has it, with only the fields a list can hold. */
export const asListed = (people: Json[]) =>
  people
    .map(({ email, name, company, headline, role, reference }) =>
      Object.fromEntries(Object.entries({ email, name, company, headline, role, reference }).filter(([, value]) => value !== undefined)),
    )
    .sort((a, b) => (String(a.email) < String(b.email) ? -1 : 1));

/** Chooses a list and waits until the dry run is through. */
export async function chooseList(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel("Attendee list").setInputFiles(file);
  const name = typeof file === "string" ? file.split("/").at(-1)! : file.name;
  await page.locator(".file-name", { hasText: name }).waitFor();
  await page.getByText("Nobody is doubled, no badge changes").waitFor();
}

/** The four figures below the columns: New, Changed, As before, Left out. */
export async function totals(page: Page): Promise<Record<string, number>> {
  const pairs = await page
    .locator(".foot-bar .tot > div")
    .evaluateAll((divs) =>
      divs.map(
        (div) => [div.querySelector("dt")?.textContent ?? "", Number(div.querySelector("dd")?.textContent?.replaceAll(",", ""))] as const,
      ),
    );
  return Object.fromEntries(pairs);
}

export async function importNow(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Import [\d,]+ rows?$/ }).click();
  await page.getByRole("heading", { name: "Imported" }).waitFor();
}
