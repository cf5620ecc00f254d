const paths = {
  back: "M20 12H5M11 5l-7 7 7 7",
  scan: "M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5M7 12h10",
  badge: "M5 3h14v18H5zM10 6.8h4M9 12h6M9 16h6",
  contacts: "M3 5h18v14H3zM13.5 10h4M13.5 14h4M6.5 16v-1.6h4V16M7.4 10.2a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0",
  kept: "M12 3v10M7.5 9l4.5 4.5L16.5 9M3 14v6h18v-6",
  clock: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 6.5V12l4 2.5",
  eye: "M2 12q10-14 20 0q-10 14-20 0M9.5 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
  people: "M5.8 8a3 3 0 1 0 6 0a3 3 0 1 0-6 0M2.5 20v-5.5h12.6V20M16 5.2a3 3 0 0 1 0 5.6M18.5 14.5h3V20",
  search: "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.6 15.6L21 21",
  save: "M12 3v12M7 10l5 5 5-5M4 20h16",
  share: "M12 15V3M7.5 7.5L12 3l4.5 4.5M5 11v10h14V11",
  call: "M5 3h4l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v5h-2A16 16 0 0 1 3 5V3z",
  mail: "M3 5h18v14H3zM3 7l9 6 9-6",
  link: "M10 14l4-4M8.5 10.5L6 13a3.5 3.5 0 0 0 5 5l2.5-2.5M15.5 13.5L18 11a3.5 3.5 0 0 0-5-5l-2.5 2.5",
  plus: "M12 4v16M4 12h16",
  bar: "M4 12h16",
  check: "M4 12.5l5.5 5.5L20 6.5",
  cross: "M5 5l14 14M19 5L5 19",
  lock: "M5 10h14v11H5zM8 10V7a4 4 0 0 1 8 0v3",
  undo: "M8 3L4 7l4 4M4 7h10a6 6 0 0 1 0 12H7",
  torch: "M8 3h8v4l-2 3v11h-4V10L8 7zM8 7h8",
  turn: "M4 9V7h11M12 4l3 3-3 3M20 15v2H9M12 20l-3-3 3-3",
  keys: "M2 6h20v12H2zM6 10h1M10 10h1M14 10h1M18 10h.5M7 14h10",
  photo: "M3 4h18v16H3zM3 16l5-5 5 5 3-3 5 5",
  calendar: "M3 5h18v16H3zM3 10h18M8 2.5v5M16 2.5v5",
  cameraOff: "M9 6h6l2 3h4v8M17.5 19H3V9h3.5M3 3l18 18M9.5 12.5a3.5 3.5 0 0 0 5 5",
} as const;

export type IconName = keyof typeof paths;

/** A sign of the 24 grid. It says nothing by itself: a word stands beside it, or its button has a label. */
export function Icon({ name, flip = false, class: extra = "" }: { name: IconName; flip?: boolean; class?: string }) {
  return (
    <svg class={`i ${flip ? "flip" : ""} ${extra}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
