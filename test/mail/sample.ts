/** Invented people in several scripts, for the mails under test. */
import type { FollowUpModel, FollowUpPerson } from "../../packages/core/src/mail/follow-up.tsx";
import type { InvitationModel } from "../../packages/core/src/mail/invitation.tsx";

const APP = "https://lanyard.example";

const FULL: FollowUpPerson[] = [
  {
    name: "Nkechi Adeyemi",
    headline: "Head of port data",
    company: "Maersk Growth",
    city: "Copenhagen",
    pronouns: "she/her",
    email: "nkechi@example.org",
    phone: "+45 20 12 34 56",
    website: "https://ports.example/data",
    links: [{ kind: "linkedin", url: "https://www.linkedin.com/in/nkechi" }],
    pitch: "Open data for berths, so that ships slow down early and burn less.",
    metAt: "2026-05-14T12:32:00Z",
    note: "Berth slots as open data. She knows the Gdańsk team.\nPromised: the tide model by Tuesday",
    tags: ["open data", "pilot"],
    rating: 5,
    followUpOn: "2026-05-19",
    url: `${APP}/contacts/att_1`,
  },
  {
    name: "José Ángel Muñoz",
    company: "Autoridad Portuaria de Vigo",
    email: "jose@example.org",
    metAt: "2026-05-14T08:31:00Z",
    note: "Fish auction times shift with the tide, wants a forecast.",
    rating: 4,
    url: `${APP}/contacts/att_2`,
  },
  {
    name: "فاطمة الزهراء بنعلي",
    company: "ميناء طنجة المتوسط",
    links: [{ kind: "linkedin", url: "https://www.linkedin.com/in/fatima" }],
    metAt: "2026-05-14T10:20:00Z",
    rating: 4,
    url: `${APP}/contacts/att_3`,
  },
  { name: "Aleksandra Wojciechowska-Zielińska", metAt: "2026-05-14T09:00:00Z", url: `${APP}/contacts/att_4` },
  {
    name: "Аркадий Соколов",
    company: "Балтийский порт",
    email: "arkadij@example.org",
    metAt: "2026-05-14T09:10:00Z",
    url: `${APP}/contacts/att_5`,
  },
  { name: "김서연", company: "HD 현대", metAt: "2026-05-14T09:20:00Z", note: "Autonomous tugs", url: `${APP}/contacts/att_6` },
  { name: "田中 美咲", company: "川崎重工業", email: "misaki@example.org", metAt: "2026-05-13T09:30:00Z", url: `${APP}/contacts/att_7` },
  {
    name: "Zoë van der Meulen-de Groot",
    company: "Port of Antwerp-Bruges",
    email: "zoe@example.org",
    links: [
      { kind: "linkedin", url: "https://www.linkedin.com/in/zoe" },
      { kind: "mastodon", url: "https://social.example/@zoe" },
    ],
    metAt: "2026-05-13T09:40:00Z",
    note: "Lock planning. Likes our map.",
    url: `${APP}/contacts/att_8`,
  },
];

/** `count` people met; the first eight are written out, the others are like the last of them. */
export function sample(count = 8, changes: Partial<FollowUpModel> = {}): FollowUpModel {
  const others = Array.from({ length: Math.max(0, count - FULL.length) }, (_, index) => ({
    ...FULL[7]!,
    name: `Guest ${String.fromCodePoint(65 + (index % 26))}${index} Example`,
    url: `${APP}/contacts/att_${9 + index}`,
  }));
  return {
    language: "en",
    event: {
      name: "Tidewater 2026",
      timeZone: "Europe/Amsterdam",
      startsAt: "2026-05-13T07:00:00Z",
      endsAt: "2026-05-14T16:00:00Z",
      venue: "Rotterdam",
    },
    attendee: { name: "Mara Lindqvist" },
    people: [...FULL, ...others].slice(0, count),
    awaiting: [
      { name: "Ólafur Þór Magnússon", metAt: "2026-05-14T13:00:00Z", url: `${APP}/contacts/att_91` },
      { name: "Priya Raman", metAt: "2026-05-14T13:10:00Z", url: `${APP}/contacts/att_92` },
    ],
    asked: [{ name: "Yusuf Demir", metAt: "2026-05-14T13:20:00Z" }],
    url: `${APP}/e/evt_1/contacts`,
    unsubscribeUrl: `${APP}/u/abcdef`,
    cardsFile: "tidewater-2026.vcf",
    ...changes,
  };
}

export const SIGN_IN = {
  code: "480215",
  link: `${APP}/auth#c=Zb1kq0mYwX3vT9pL2sRn4A&t=9fQ0vWcE1xk7Yt5uBn2mHs8dJr3gKp6aLz4oXiVq0Tw`,
  minutes: 10,
};

export const INVITATION: InvitationModel = {
  language: "en",
  event: {
    name: "Tidewater 2026",
    venue: "Felix Meritis, Amsterdam",
    timeZone: "Europe/Amsterdam",
    startsAt: "2026-05-14T07:00:00Z",
    endsAt: "2026-05-15T16:00:00Z",
  },
  attendee: { name: "Mara Lindqvist", email: "mara+tide@example.org" },
  url: `${APP}/e/evt_1#email=mara%2Btide%40example.org`,
  unsubscribeUrl: `${APP}/u/abc`,
};
