const paths = {
  chart: "M3 21V3M3 21h18M8 17v-5M13 17V7M18 17v-8",
  people: "M5.8 8a3 3 0 1 0 6 0a3 3 0 1 0-6 0M2.5 20v-5.5h12.6V20M16 5.2a3 3 0 0 1 0 5.6M18.5 14.5h3V20",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  badge: "M5 3h14v18H5zM10 6.8h4M9 12h6M9 16h6",
  door: "M5 21V3h14v18M3 21h18M14.5 12h.5",
  mail: "M3 5h18v14H3zM3 7l9 6 9-6",
  sliders: "M4 7h10M18 7h2M14 4.5v5M4 17h2M10 17h10M10 14.5v5",
  print: "M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z",
  send: "M3 4l18 8-18 8 3-8zM6 12h8",
  save: "M12 3v12M7 10l5 5 5-5M4 20h16",
  search: "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.6 15.6L21 21",
  cross: "M5 5l14 14M19 5L5 19",
  table: "M3 5h18v14H3zM3 10h18M9 10v9",
} as const;

export type DeskIcon = keyof typeof paths;

/** The signs of the organizer's pages; their words stand beside them. */
export function DeskIcon({ name }: { name: DeskIcon }) {
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
