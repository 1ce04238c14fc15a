/** What one answer may cost at most. Whatever is reached first ends the calling of tools; the operator is told. */
export const limits = {
  /** Requests in which tools may be called: how deep one call may lead to the next. */
  rounds: 6,
  callsPerTurn: 12,
  /** Characters of one tool's answer that a model gets to read. */
  toolOutput: 8_000,
  /** Tokens in and out, over all requests of one answer. */
  tokens: 150_000,
  timeMs: 180_000,
  answerTokens: 1_500,
  /** Of an answer, where a server does not keep to the tokens. */
  answerCharacters: 40_000,
  /** Of a call's arguments; what searches and reads needs far less. */
  argumentCharacters: 20_000,
  /** Of a site tool's answer that anything is looked for in. */
  evidenceCharacters: 40_000,
  siteTools: 24,
} as const;
