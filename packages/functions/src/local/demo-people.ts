/** Invented people of a port-technology event, in several scripts. */
export const attendeeNumber = 204;

const given =
  "Nkechi Yusuf Aleksandra Ólafur Søren Zoë Łukasz Ngọc Amélie Jürgen Inês Mateusz Chiara Björn Siobhán Kwame Priya Hiroshi Leila Tomás Renée Oksana Dmitri Ana Pieter Fenna Bastien Lwazi Marisol Iker Anouk Ravi Mei Jonas Elif Nadia Omar Greta Hugo Tamsin".split(
    " ",
  );
const family =
  "Adeyemi Karahan Wojciechowska-Zielińska Magnússon Østergaard van-der-Berg Nowak Nguyễn Lefèvre Größmann Gonçalves Kowalczyk Rossi Sjöberg O’Brien Mensah Raman Tanaka Haddad Svoboda Dubois Kravchenko Ferreira de-Vries Jansen Mbeki Ortega Etxeberria Visser Iyer Chen Weber Yıldız Rahman Fischer Moreau Clarke Lindqvist Hansen Popescu".split(
    " ",
  );
/** Whole names of other scripts. */
const names = [
  "田中 美咲",
  "فاطمة الزهراء بنعلي",
  "Аркадий Соколов",
  "김서연",
  "陈思远",
  "Ελένη Παπαδοπούλου",
  "יעל כהן",
  "अनन्या शर्मा",
  "สมชาย ใจดี",
  "Олена Шевченко",
  "محمد العربي",
  "佐藤 健",
  "නිමල් පෙරේරා",
  "გიორგი ბერიძე",
];
export const companies =
  "Maersk Growth|Havenlab|Port of Antwerp-Bruges|川崎重工業|HD 현대|Baltic Pilots|Quay Analytics|Berth & Co.|Kelpworks|Nordhavn Robotics|Tidal Data <Labs>|Container+|Lagos Free Zone|Mooring AI|Cargo Commons|Pilot Boats Ltd|Green Shipping Fund|Customs One|Buoy Works|Estuary Ventures".split(
    "|",
  );
export const headlines =
  "Head of port data|Robotics lead|Founder|Harbour pilot|Data engineer|Partner|Product manager|Naval architect|Customs broker|Head of berth planning|Researcher, tidal models|Operations director|Investor|Design lead|Crane operator, turned developer".split(
    "|",
  );
export const notes = [
  "Berth slots as open data; send the draft schema",
  "Wants a pilot in autumn, budget from July",
  "Knows the harbour master of Valencia, offered an introduction",
  "Hiring two data engineers, remote is fine",
  "Asked for the tide model in Arabic",
  "Met at the coffee bar; we both learned on the same ferry",
  "Promised the deck on crane telemetry",
  "Sceptical about open APIs, would read a case study",
  "Their customs forms are still on paper",
  "Go sailing in June",
];
export const wishes = [
  "Open berth data",
  "Pilot customers",
  "Funding for a seed round",
  "People who know tides",
  "A second harbour",
  "Engineers",
  "Press",
];

export interface DemoGuest {
  email: string;
  name: string;
  company?: string;
  headline?: string;
  role: "attendee" | "speaker" | "exhibitor";
  reference: string;
}

export function people(count: number, chance: () => number): DemoGuest[] {
  const guests: DemoGuest[] = [
    {
      email: "mara@tidewater.example",
      name: "Mara Lindqvist",
      company: "Havenlab",
      headline: "Head of partnerships",
      role: "attendee",
      reference: "TW-0001",
    },
  ];
  const pick = <T>(list: T[]): T => list[Math.floor(chance() * list.length)]!;
  for (let i = 1; i < count; i++) {
    const other = names[i % 15 === 0 ? (i / 15 - 1) % names.length : -1];
    const name =
      other ??
      `${pick(given)} ${pick(family)
        .replaceAll("-der-", " der ")
        .replace(/^(van|de)[- ]/, "$1 ")}`;
    const lot = chance();
    guests.push({
      email: `guest${String(i + 1).padStart(3, "0")}@tidewater.example`,
      name,
      ...(chance() < 0.9 && { company: pick(companies) }),
      ...(chance() < 0.85 && { headline: pick(headlines) }),
      role: lot < 0.08 ? "speaker" : lot < 0.16 ? "exhibitor" : "attendee",
      reference: `TW-${String(i + 1).padStart(4, "0")}`,
    });
  }
  return guests;
}
