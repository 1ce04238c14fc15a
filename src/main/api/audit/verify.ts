import type { Handler } from '../handler.ts';

export const verify: Handler<'audit.verify'> = async (_input, { app }) => {
  const began = app.clock.monotonicMs();
  const chains = await app.audit.verify();
  return {
    ok: chains.every((chain) => chain.break === undefined),
    chains: chains.map((chain) => ({ ...chain })),
    tookMs: Math.round(app.clock.monotonicMs() - began),
  };
};
