/** What becomes of the next requests, without a server between: for many histories in one process. */
export interface FaultyFetch {
  readonly fetch: typeof fetch;
  /** While set nothing goes out and nothing comes back, also of what is under way. */
  isCut: boolean;
  /** So many of the next answers get lost after the server has done what was asked. */
  loseAnswers: number;
  /** So many of the next requests are answered with this status. */
  refuse: { count: number; readonly status: number } | undefined;
}

export function createFaultyFetch(): FaultyFetch {
  let cutting = new AbortController();
  const gone = () => new TypeError('the network is gone');
  const faulty: FaultyFetch = {
    async fetch(input, init) {
      if (faulty.isCut) throw gone();
      const { refuse } = faulty;
      if (refuse && refuse.count > 0) {
        refuse.count -= 1;
        return Response.json({ error: 'injected', reason: 'a fault' }, { status: refuse.status });
      }
      const signals = [cutting.signal, ...(init?.signal ? [init.signal] : [])];
      const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
      if (faulty.loseAnswers === 0) return response;
      faulty.loseAnswers -= 1;
      await response.text();
      throw gone();
    },
    get isCut() {
      return cutting.signal.aborted;
    },
    set isCut(cut) {
      if (cut) cutting.abort(gone());
      else if (cutting.signal.aborted) cutting = new AbortController();
    },
    loseAnswers: 0,
    refuse: undefined,
  };
  return faulty;
}
