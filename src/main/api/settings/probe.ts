import { checkCouchDb, checkModel } from '../../diagnostics/remote-checks.ts';
import type { Handler } from '../handler.ts';

export const probe: Handler<'settings.probe'> = async ({ what }, { app, signal }) => {
  const began = app.clock.monotonicMs();
  const check = what === 'llm' ? checkModel : checkCouchDb;
  const { status, detail, hint } = await check(app.settings, process.env, signal);
  return {
    status,
    detail,
    ...(hint !== undefined && { hint }),
    tookMs: Math.round(app.clock.monotonicMs() - began),
  };
};
