/**
 * Ways in which a server misbehaves. `what` is said to people; when several apply to one call, they act in this
 * order.
 */
export const faultKinds = {
  slow: 'answers after latencyMs',
  hang: 'never answers',
  error: 'answers that the call failed (isError)',
  'rpc-error': 'answers with a JSON-RPC error',
  disconnect:
    'the connection (over stdio: the process) ends in mid-call; phase=after: after the tool has acted',
  lies: 'tools that change something do not act, and answer that they did',
  partial:
    'tools that change something act on a part of it where it has parts, otherwise not at all, and answer that they did',
  'paging-repeat': 'gives the first page whatever page was asked for',
  'paging-endless': 'repeats the first page and always names a next one',
  'acts-but-fails': 'tools that change something act, and answer that the call failed (isError)',
  malformed: 'well-formed answers with values of the wrong type, or missing',
  'wrong-shape': 'answers that are not tool results',
  truncated: 'answers cut in the middle',
  garbage: 'lines that are not JSON before the answer',
  flood: 'adds floodBytes of text to the answer',
  'tools-changed': 'tools have another description than before',
} as const;

export type FaultName = keyof typeof faultKinds;
export const faultNames = Object.keys(faultKinds) as [FaultName, ...FaultName[]];
