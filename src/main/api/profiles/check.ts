import { hashOf } from '../../profiles/parse-profile.ts';
import type { Handler } from '../handler.ts';
import { shownFault, summaryOf } from './shown-profile.ts';

export const check: Handler<'profiles.check'> = ({ text }, { app }) => {
  const parsed = app.profiles.check(text);
  const hash = hashOf(text);
  if (!parsed.ok) return { ok: false, faults: parsed.faults.map(shownFault), warnings: [], hash };
  const known = app.profiles.all().find((one) => one.hash === hash);
  return {
    ok: true,
    faults: [],
    warnings: parsed.warnings.map(shownFault),
    summary: summaryOf(app, parsed.profile, known?.actions ?? []),
    hash,
  };
};
