import { checkCouchDb } from '../../diagnostics/remote-checks.ts';
import type { Handler } from '../handler.ts';

export const probe: Handler<'settings.probe'> = async (_input, { app, signal }) => {
  const began = app.clock.monotonicMs();
  const { status, detail, hint } = await checkCouchDb(app.settings, signal);
  return {
    status,
    detail,
    ...(hint !== undefined && { hint }),
    tookMs: Math.round(app.clock.monotonicMs() - began),
  };
};
