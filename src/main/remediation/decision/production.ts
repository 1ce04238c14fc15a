/** What is called so by what it is not: `non-prod`, `pre-production`. */
const denied = /(?:^|[^a-z])(?:non|not|no|pre)[-_. =]?$/;

/**
 * Names and labels that mark production: those that have one of a policy's marks in them, unless they deny it. Parts of
 * words count (`webprod01`), since names are rarely written with gaps.
 */
export function productionMarks(names: readonly string[], marks: readonly string[]): string[] {
  const wanted = marks.map((mark) => mark.toLowerCase()).filter((mark) => mark !== '');
  return names.filter((name) => {
    const text = name.toLowerCase();
    return wanted.some((mark) => occursUndenied(text, mark));
  });
}

function occursUndenied(text: string, mark: string): boolean {
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
    if (!denied.test(text.slice(0, at))) return true;
  }
  return false;
}
