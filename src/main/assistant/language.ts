export type Language = 'en' | 'de';

/** Words of their own: what stands in a name, such as the "a" of `ds-a-02`, is of no language. */
const anyOf = (words: string) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}_.:/@-])(?:${words})(?![\p{L}\p{N}_@/-]|[.:][\p{L}\p{N}])`, 'giu');
const german = anyOf(
  'der|die|das|den|dem|des|ein|eine|einen|einer|ist|sind|war|wer|wie|wo|was|welche[rsmn]?|auf|läuft|laufen|für|von|vom|mit|und|oder|nicht|kein|keine|wurde|hat|haben|sich|geändert|voll|viel|viele|diese[rsmn]?|woche|heute|gestern|seit|letzte[nrsm]?|warum|wieso|wenn|ausfällt|betroffen|gibt|es|ich|zeige|liste|im|in|an|am|zum|zur|bei|gegen|lässt|kann|man|tun',
);
const english = anyOf(
  'the|a|an|is|are|was|were|who|how|where|what|which|on|runs?|running|for|of|with|and|or|not|no|has|have|changed|full|much|many|this|week|today|yesterday|since|last|why|if|when|dies|affected|there|show|list|in|at|to|does|do|did|it',
);

/** The language of a question. English where nothing tells. */
export function languageOf(text: string): Language {
  const de = (text.match(german)?.length ?? 0) + (/[äöüß]/i.test(text) ? 1 : 0);
  const en = text.match(english)?.length ?? 0;
  return de > en ? 'de' : 'en';
}
