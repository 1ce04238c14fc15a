import type { Claims, ClaimGate } from './ports.ts';

/** Claims where nothing is shared: whoever passes the gate of this data directory executes it. */
export function createLocalClaims(gate: ClaimGate): Claims {
  return {
    acquire: async (wish) =>
      (await gate.acquire(wish)) ? { is: 'made' } : { is: 'taken', text: 'it was taken up here already' },
    isMadeHere: (remediation) => gate.isMadeHere(remediation),
    life: async () => undefined,
    isShared: () => false,
    away: undefined,
    reach: async () => ({ is: 'answers' }),
    onBack: () => () => {},
  };
}
