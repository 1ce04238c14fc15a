import { checkSync } from '../../diagnostics/sync-check.ts';
import type { Handler } from '../handler.ts';

export const probe: Handler<'settings.probe'> = async (_input, { app }) => {
  const began = app.clock.monotonicMs();
  const { status, detail, hint } = await checkSync(app.sync);
  return {
    status,
    detail,
    ...(hint !== undefined && { hint }),
    tookMs: Math.round(app.clock.monotonicMs() - began),
  };
};
