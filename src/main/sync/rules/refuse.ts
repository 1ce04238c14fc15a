/** The word that a refusal begins with: what else reads them goes by it. */
export type RefusalWord =
  'fenced' | 'role' | 'owner' | 'state' | 'shape' | 'append-only' | 'deleted' | 'chain';

/** Ends the rule: the document is not written. CouchDB passes the text on to whoever wrote. */
export function refuse(word: RefusalWord, text: string): never {
  throw { forbidden: `${word}: ${text}` };
}

export function refuseNobody(): never {
  throw { unauthorized: 'an account is needed to write here' };
}
