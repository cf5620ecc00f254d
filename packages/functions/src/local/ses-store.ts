/**
 * The mails on disk: `<id>.eml` as it was sent, `<id>.json` as the inbox tells it, and one journal whose line makes a mail
 * accepted, together with what happened to it. Written before SES answers; survives the death of the process (not of the disk).
 */
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Happening } from "./ses-event.ts";

/** A mail as `GET /_mail.json` tells it. */
export interface InboxMail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** `content` is base64. */
  attachments: { filename: string; contentType: string; content: string }[];
  /** ISO 8601. */
  at: string;
}

/** What is kept in memory of every mail. */
export interface MailSummary {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  /** How the text begins. */
  preview: string;
  files: string[];
  bytes: number;
  tags: Record<string, string>;
  configurationSet?: string | undefined;
  happenings: Happening[];
}

type Line = { mail: MailSummary } | { heard: string };

export interface MailStore {
  /** Oldest first. */
  all(): readonly MailSummary[];
  get(id: string): MailSummary | undefined;
  add(summary: MailSummary, mail: InboxMail, raw: Buffer): Promise<void>;
  /** The stored JSON text of a mail, undefined once it was cleared. */
  json(id: string): Promise<string | undefined>;
  raw(id: string): Promise<Buffer | undefined>;
  /** How many happenings of a mail were told and heard. */
  heard(id: string): number;
  markHeard(id: string): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openMailStore(dir: string): Promise<MailStore> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, "journal.jsonl");
  let mails = new Map<string, MailSummary>();
  let heard = new Map<string, number>();
  for (const line of await lines(path)) {
    if ("mail" in line) mails.set(line.mail.id, line.mail);
    else heard.set(line.heard, (heard.get(line.heard) ?? 0) + 1);
  }
  const journal = await openJournal(path);

  const file = (id: string, kind: "eml" | "json") => join(dir, `${id}.${kind}`);
  const read = (id: string, kind: "eml" | "json") =>
    mails.has(id) ? readFile(file(id, kind)).catch(() => undefined) : Promise.resolve(undefined);

  return {
    all: () => [...mails.values()],
    get: (id) => mails.get(id),
    async add(summary, mail, raw) {
      await Promise.all([writeWhole(file(summary.id, "eml"), raw), writeWhole(file(summary.id, "json"), JSON.stringify(mail))]);
      await journal.append({ mail: summary });
      mails.set(summary.id, summary);
    },
    json: async (id) => (await read(id, "json"))?.toString("utf8"),
    raw: (id) => read(id, "eml"),
    heard: (id) => heard.get(id) ?? 0,
    async markHeard(id) {
      heard.set(id, (heard.get(id) ?? 0) + 1);
      if (mails.has(id)) await journal.append({ heard: id });
    },
    async clear() {
      const ids = [...mails.keys()];
      [mails, heard] = [new Map(), new Map()];
      await journal.empty();
      for (const id of ids) await Promise.all([rm(file(id, "eml"), { force: true }), rm(file(id, "json"), { force: true })]);
    },
    close: () => journal.close(),
  };
}

async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

/** A line that a dying process left unfinished was never answered for, so it is passed over. */
async function lines(path: string): Promise<Line[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line): Line[] => {
    try {
      return line ? [JSON.parse(line) as Line] : [];
    } catch {
      return [];
    }
  });
}

/** Appends in order, many at a time: what comes while a write runs goes out with the next. */
async function openJournal(path: string) {
  const handle = await open(path, "a");
  let waiting: string[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const batch = waiting.join("");
    [waiting, next] = [[], undefined];
    await handle.appendFile(batch);
  }

  return {
    append(line: Line): Promise<void> {
      // The line break goes first, so that an unfinished line before it stays alone in its fault.
      waiting.push(`\n${JSON.stringify(line)}`);
      if (!next) {
        next = last.then(write);
        last = next.catch(() => undefined);
      }
      return next;
    },
    empty(): Promise<void> {
      const emptied = last.then(() => handle.truncate(0));
      last = emptied.catch(() => undefined);
      return emptied;
    },
    async close(): Promise<void> {
      await last;
      await handle.close();
    },
  };
}
