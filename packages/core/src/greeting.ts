/** Scripts whose people put the given name first and are addressed by it. */
const GIVEN_NAME_FIRST =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{M}'’.-]+$/u;
/** Titles, and first parts that are no name without the second. */
const NOT_ALONE = new Set("dr prof mr mrs ms mx sir dame ing dipl mag abdul abd abu umm عبد أبو ابو أم".split(" "));

/** How to address somebody by what stands on their badge: the given name where it can be told, else the whole name. */
export function greetingName(name: string): string {
  const [first = "", ...rest] = name.split(" ");
  const alone = [...first].length > 1 && !first.endsWith(".") && !NOT_ALONE.has(first.toLowerCase());
  return rest.length > 0 && GIVEN_NAME_FIRST.test(first) && alone ? first : name;
}
