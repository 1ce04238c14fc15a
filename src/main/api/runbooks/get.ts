import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';

export const get: Handler<'runbooks.get'> = async ({ id }, { app }) => {
  await app.remediations.start();
  await app.runbooks.start();
  const run = await app.runbooks.get(id);
  if (run) return run;
  throw new DomainError('runbook-run-not-found', `There is no run "${id}" of a runbook.`, {
    hint: 'See `datacenter-docs remediation runbook runs`.',
  });
};
