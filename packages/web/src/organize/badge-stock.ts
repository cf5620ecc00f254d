/** What badges are printed on. All sizes in millimetres; a sheet's badges start at `left`, `top` and follow without a gap. */
export interface Stock {
  id: string;
  name: string;
  /** The named page in organize.css that gives the paper its size. */
  paper: "a4" | "letter" | "a6";
  sheet: { width: number; height: number };
  columns: number;
  rows: number;
  badge: { width: number; height: number };
  left: number;
  top: number;
}

const A4 = { paper: "a4", sheet: { width: 210, height: 297 } } as const;
const LETTER = { paper: "letter", sheet: { width: 215.9, height: 279.4 } } as const;

export const STOCKS: Stock[] = [
  { id: "a6", name: "A6 on A4, 4 a sheet", ...A4, columns: 2, rows: 2, badge: { width: 105, height: 148.5 }, left: 0, top: 0 },
  { id: "a7", name: "A7 across on A4, 8 a sheet", ...A4, columns: 2, rows: 4, badge: { width: 105, height: 74.25 }, left: 0, top: 0 },
  { id: "90x55", name: "90 × 55 mm on A4, 10 a sheet", ...A4, columns: 2, rows: 5, badge: { width: 90, height: 55 }, left: 15, top: 11 },
  {
    id: "4x5",
    name: "4¼ × 5½ in on Letter, 4 a sheet",
    ...LETTER,
    columns: 2,
    rows: 2,
    badge: { width: 107.95, height: 139.7 },
    left: 0,
    top: 0,
  },
  {
    id: "4x3",
    name: "4 × 3 in on Letter, 6 a sheet",
    ...LETTER,
    columns: 2,
    rows: 3,
    badge: { width: 101.6, height: 76.2 },
    left: 6.35,
    top: 25.4,
  },
  {
    id: "single",
    name: "A6, 1 a sheet",
    paper: "a6",
    sheet: { width: 105, height: 148 },
    columns: 1,
    rows: 1,
    badge: { width: 105, height: 148 },
    left: 0,
    top: 0,
  },
];

/** Badges up to this height have the QR beside the name instead of below it. */
export const isLow = (stock: Stock) => stock.badge.height < 100;

/** The side of the QR with its quiet zone. A 29 module code then has modules of 0.5 mm and more, which an old phone reads from 40 cm. */
export const qrSide = (stock: Stock) => (isLow(stock) ? Math.min(32, stock.badge.height - 24) : 46);

/** Low error correction reads smallest, high reads best under glare: ISO/IEC 18004 level Q from 25 mm up, else M. */
export const qrLevel = (stock: Stock): "M" | "Q" => (qrSide(stock) * 0.78 >= 25 ? "Q" : "M");
