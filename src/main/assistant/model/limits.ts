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
  siteTools: 24,
} as const;
