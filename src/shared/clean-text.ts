/**
 * Text from infrastructure is data. One line, without control characters and without those that change the
 * direction or visibility of what follows; each run of them becomes one replacement character, so that two names
 * that differ still look different.
 */
export function cleanText(text: string): string {
  if (isPlainAscii(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu, '\uFFFD');
}

function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
