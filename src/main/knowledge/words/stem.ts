const vowel = /[aeiouy]/;

function isConsonant(word: string, at: number): boolean {
  const letter = word.charAt(at);
  if (letter === 'y') return at === 0 || !isConsonant(word, at - 1);
  return !'aeiou'.includes(letter);
}

/** How many times a vowel is followed by a consonant: the measure of Porter's algorithm. */
function measure(stem: string): number {
  let count = 0;
  let inVowels = false;
  for (let at = 0; at < stem.length; at++) {
    const consonant = isConsonant(stem, at);
    if (consonant && inVowels) count += 1;
    inVowels = !consonant;
  }
  return count;
}

function hasVowel(stem: string): boolean {
  for (let at = 0; at < stem.length; at++) if (!isConsonant(stem, at)) return true;
  return false;
}

function endsDouble(word: string): boolean {
  const last = word.length - 1;
  return last > 0 && word.charAt(last) === word.charAt(last - 1) && isConsonant(word, last);
}

/** Consonant, vowel, consonant other than w, x, y. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  return (
    last >= 2 &&
    isConsonant(word, last) &&
    !isConsonant(word, last - 1) &&
    isConsonant(word, last - 2) &&
    !'wxy'.includes(word.charAt(last))
  );
}

const longer: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];
const middle: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const last = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'ion',
  'al',
  'er',
  'ic',
  'ou',
];

/** Porter's stem of an English word: `configuring`, `configured` and `configures` are one. */
export function englishStem(word: string): string {
  if (word.length < 3 || !vowel.test(word)) return word;
  let stem = word;
  if (stem.endsWith('sses') || stem.endsWith('ies')) stem = stem.slice(0, -2);
  else if (stem.endsWith('s') && !stem.endsWith('ss')) stem = stem.slice(0, -1);
  if (stem.endsWith('eed')) {
    if (measure(stem.slice(0, -3)) > 0) stem = stem.slice(0, -1);
  } else {
    const cut = stem.endsWith('ed') ? 2 : stem.endsWith('ing') ? 3 : 0;
    if (cut > 0 && hasVowel(stem.slice(0, -cut))) {
      stem = stem.slice(0, -cut);
      if (stem.endsWith('at') || stem.endsWith('bl') || stem.endsWith('iz')) stem += 'e';
      else if (endsDouble(stem) && !/[lsz]$/.test(stem)) stem = stem.slice(0, -1);
      else if (measure(stem) === 1 && endsShort(stem)) stem += 'e';
    }
  }
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  for (const list of [longer, middle]) {
    const rule = list.find(([ending]) => stem.endsWith(ending));
    if (rule && measure(stem.slice(0, -rule[0].length)) > 0) {
      stem = stem.slice(0, -rule[0].length) + rule[1];
    }
  }
  const ending = last.find((one) => stem.endsWith(one));
  if (ending !== undefined) {
    const rest = stem.slice(0, -ending.length);
    if (measure(rest) > 1 && (ending !== 'ion' || /[st]$/.test(rest))) stem = rest;
  }
  if (stem.endsWith('e')) {
    const rest = stem.slice(0, -1);
    const size = measure(rest);
    if (size > 1 || (size === 1 && !endsShort(rest))) stem = rest;
  }
  if (stem.endsWith('ll') && measure(stem) > 1) stem = stem.slice(0, -1);
  return stem;
}

/** A German word without its ending: `Festplatten` and `Festplatte` are one. @param word folded */
export function germanStem(word: string): string {
  let stem = word;
  while (stem.length > 5) {
    const shorter = /(?:em|er|nd|en|[esn])$/.exec(stem);
    if (shorter === null) break;
    stem = stem.slice(0, shorter.index);
    if (word.length - stem.length > 3) break;
  }
  return stem;
}
