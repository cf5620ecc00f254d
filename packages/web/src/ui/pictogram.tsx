const filled =
  "M14 2h44a12 12 0 0 1 12 12v64a12 12 0 0 1-12 12H14A12 12 0 0 1 2 78V14A12 12 0 0 1 14 2zM28 10a4 4 0 0 0 0 8h16a4 4 0 0 0 0-8z";
const outline = "M16 5h40a11 11 0 0 1 11 11v60a11 11 0 0 1-11 11H16A11 11 0 0 1 5 76V16A11 11 0 0 1 16 5z";

export type Sign = "done" | "refused" | "waiting" | "kept" | "closed";

/** The badge as a sign: filled is settled, outlined is still open. */
export function Pictogram({ sign, on = "var(--sig)" }: { sign: Sign; on?: string }) {
  const settled = sign === "done" || sign === "refused";
  return (
    <svg class="pic" viewBox="0 0 72 92" aria-hidden="true">
      {settled ? (
        <path fill="currentColor" fill-rule="evenodd" d={filled} />
      ) : (
        <>
          <path fill="none" stroke="currentColor" stroke-width="6" d={outline} />
          <path stroke="currentColor" stroke-width="6" stroke-linecap="round" d="M29 16h14" />
        </>
      )}
      {sign === "done" && <path fill="none" stroke={on} stroke-width="9" stroke-linecap="square" d="M20 54l11 11 22-24" />}
      {sign === "refused" && <path fill="none" stroke={on} stroke-width="9" stroke-linecap="square" d="M20 54h32" />}
      {sign === "waiting" && (
        <g fill="none" stroke="currentColor" stroke-width="6">
          <circle cx="36" cy="54" r="18" />
          <path stroke-linecap="square" d="M36 45v9l7 5" />
        </g>
      )}
      {sign === "kept" && (
        <g fill="none" stroke="currentColor" stroke-width="7">
          <path stroke-linecap="square" d="M36 32v22M26 48l10 10 10-10" />
          <path d="M20 73h32" />
        </g>
      )}
      {sign === "closed" && <path fill="none" stroke="currentColor" stroke-width="7" stroke-linecap="square" d="M22 54h28" />}
    </svg>
  );
}
