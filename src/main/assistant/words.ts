const stop = new Set(
  `a an the is are was were be been being am do does did done has have had having can could should would may might must
   will shall of on in at to for from by with without and or not no nor if then than that this these those it its i me my
   we our you your he she they them their what which who whom whose where when why how there here about into over under
   after before as so too very just also only any some all each every please tell show give let need want get got
   der die das den dem des ein eine einen einem einer eines ist sind war waren sein bin hat haben hatte kann können soll
   sollte würde muss müssen wird werden wurde von vom auf in im an am zu zum zur für mit ohne und oder nicht kein keine
   wenn dann als dass dies diese dieser dieses diesen diesem es ich mir mich mein wir uns unser du er sie ihr was welche
   welcher welches welchen welchem wer wen wem wo wann warum wieso wie da hier über unter nach vor bei bis so auch nur
   alle jeder bitte zeig zeige sag gibt man sich aus`
    .split(/\s+/)
    .filter(Boolean),
);

/** Words of a text that carry something, in lower case, technical ones whole; each once. */
export function words(text: string): string[] {
  const found = text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}._:/@-]*[\p{L}\p{N}])?/gu) ?? [];
  return [...new Set(found.filter((word) => !stop.has(word) && (word.length > 1 || /\p{N}/u.test(word))))];
}

/** The part of a word that its forms share: enough to find `reboots` by `rebooting`, in English and German. */
export function stem(word: string): string {
  if (/[\d._:/@-]/.test(word) || word.length <= 4) return word;
  const bare = word
    .replace(/(?:ations?|ungen|ingly|ments?|ities|ing|ung|ies|ers?|ed|es|en|em|ly|s|e|n|t)$/u, '')
    .replace(/([^aeiou])\1$/u, '$1');
  return bare.length >= 4 ? bare : word.slice(0, Math.max(4, bare.length));
}

/** Names, numbers, addresses, versions: what cannot be said in other words. */
export function isTechnical(word: string): boolean {
  return /\d|[._:/@]|\p{L}-\p{L}/u.test(word);
}
