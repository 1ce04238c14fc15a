/**
 * SQLite compares text by its UTF-8 bytes, JavaScript (and therefore RxDB) by UTF-16 code units. The two differ only
 * for surrogates, and UTF-8 cannot hold a lone one at all. Escaping every code unit from U+D7FF to U+DFFF as U+D7FF
 * plus a low character keeps both the JavaScript order and every distinct string distinct.
 */
const escaped = /[\uD7FF-\uDFFF]/;

export function toSqlText(value: string): string {
  if (!escaped.test(value)) return value;
  let text = '';
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    text +=
      unit >= 0xd7ff && unit <= 0xdfff ? `\uD7FF${String.fromCharCode(unit - 0xd7fe)}` : value.charAt(index);
  }
  return text;
}
