/** Lower case in the same length, so that a place in the folded text is the same place in the text. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  let folded = '';
  for (const sign of text) {
    const one = sign.toLowerCase();
    folded += one.length === sign.length ? one : sign;
  }
  return folded;
}
