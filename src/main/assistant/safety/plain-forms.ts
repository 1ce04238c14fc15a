/**
 * A text in the forms in which an instruction may be hidden in it: as it stands, without invisible characters and
 * letters of other scripts that look Latin, and what it holds in base64, hex, percent signs or rot13.
 */
export interface PlainForm {
  readonly how: 'plain' | 'encoded';
  readonly text: string;
}

const mostEncoded = 40;
const longestScanned = 60_000;

export function plainForms(text: string): readonly PlainForm[] {
  // However many blanks part two words, they are one: for whoever reads it, and for the time that it takes.
  const visible = unmasked(text.slice(0, longestScanned)).replaceAll(/\s{2,}/g, (run) =>
    run.includes('\n') ? '\n' : ' ',
  );
  const encoded = decodedPieces(visible).slice(0, mostEncoded);
  return [
    { how: 'plain', text: visible },
    ...encoded.map((piece) => ({ how: 'encoded' as const, text: unmasked(piece) })),
    { how: 'encoded', text: rot13(visible) },
    { how: 'encoded', text: Array.from(visible).toReversed().join('') },
  ];
}

/** Compatibility forms, look-alikes and invisible characters become what a reader takes them for. */
export function unmasked(text: string): string {
  const tagged = text.replaceAll(/[\u{E0020}-\u{E007E}]/gu, (sign) =>
    String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xe0000),
  );
  const plain = tagged
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replaceAll(
      /[\u0370-\u03FF\u0400-\u04FF\u0530-\u058F\u13A0-\u13F4]/g,
      (sign) => lookAlikes[sign] ?? sign,
    );
  return spelledOut(plain);
}

/** `i g n o r e   a l l`: single letters in a row are a word. */
function spelledOut(text: string): string {
  return text.replaceAll(/(?<![\p{L}\p{N}])(?:\p{L}[ ._*-]){4,}\p{L}(?![\p{L}\p{N}])/gu, (row) =>
    row.replaceAll(/[ ._*-]/g, ''),
  );
}

const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ё: 'e',
  һ: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ѵ: 'v',
  ԝ: 'w',
  ց: 'g',
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  І: 'I',
  Ј: 'J',
  К: 'K',
  М: 'M',
  О: 'O',
  Р: 'P',
  Ѕ: 'S',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ϲ: 'c',
  η: 'n',
  γ: 'y',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
  Ꭺ: 'A',
  Ꭰ: 'D',
  Ꭱ: 'R',
  Ꭵ: 'i',
  Ꮃ: 'W',
  օ: 'o',
  ո: 'n',
  ս: 'u',
};

function decodedPieces(text: string): string[] {
  // In the alphabet of URLs too, in which `vm-` before it would be a part of it.
  const base64 = [
    /(?:[A-Za-z0-9+/]{4}){4,}[A-Za-z0-9+/]{0,3}={0,2}/g,
    /(?:[\w-]{4}){4,}[\w-]{0,3}={0,2}/g,
  ].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([piece]) =>
      readable(Buffer.from(piece.replaceAll('-', '+').replaceAll('_', '/'), 'base64')),
    ),
  );
  const hex = [...text.matchAll(/(?:[0-9a-f]{2}[\s:]?){12,}/gi)].flatMap(([piece]) =>
    readable(Buffer.from(piece.replaceAll(/[\s:]/g, ''), 'hex')),
  );
  // From the beginning of a word: from each of its letters, a long one without any sign would be read as often as it is long.
  const percent = [...text.matchAll(/(?<![\w.~-])(?:[\w.~-]*%[0-9a-f]{2}){4,}[\w.~-]*/gi)].flatMap(
    ([piece]) => {
      try {
        return [decodeURIComponent(piece)];
      } catch {
        return [];
      }
    },
  );
  const escapes = /\\u[0-9a-f]{4}|&#x?[0-9a-f]+;/i.test(text)
    ? [
        text
          .replaceAll(/\\u([0-9a-f]{4})/gi, (_, digits: string) =>
            String.fromCharCode(Number.parseInt(digits, 16)),
          )
          .replaceAll(/&#(x?)([0-9a-f]+);/gi, (whole, isHex: string, digits: string) => {
            const code = Number.parseInt(digits, isHex === '' ? 10 : 16);
            return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
          }),
      ]
    : [];
  // What was encoded twice is decoded twice.
  const once = [...base64, ...hex, ...percent, ...escapes];
  const twice = [...base64, ...hex].flatMap((piece) =>
    [...piece.matchAll(/(?:[A-Za-z0-9+/]{4}){4,}[A-Za-z0-9+/]{0,3}={0,2}/g)].flatMap(([inner]) =>
      readable(Buffer.from(inner, 'base64')),
    ),
  );
  return [...once, ...twice];
}

/** Bytes that are a text; digests and keys are none. */
function readable(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  if (text.length < 8) return [];
  const letters = (text.match(/[\p{L}\p{N}\p{P}\s]/gu) ?? []).length;
  return !text.includes('\uFFFD') && letters / text.length > 0.9 ? [text] : [];
}

function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (sign) => {
    const code = sign.charCodeAt(0);
    const first = code >= 97 ? 97 : 65;
    return String.fromCharCode(first + ((code - first + 13) % 26));
  });
}
