/**
 * The one status region, in index.html from the start, so that a screen reader knows it before the first outcome. Each outcome
 * is a line of its own and is read once; a new act of the user's clears the lines before it.
 */
const kept = 120;

export function announce(line: string, { fresh = false }: { fresh?: boolean } = {}): void {
  const region = document.getElementById("status");
  if (!region) return;
  if (fresh) region.replaceChildren();
  const said = document.createElement("p");
  said.textContent = line;
  region.append(said);
  while (region.childElementCount > kept) region.firstElementChild?.remove();
}
