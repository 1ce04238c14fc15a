import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { applied } from './applied.ts';

export const setAutomatic: Handler<'policy.setAutomatic'> = async (change, { app, peer }) => {
  const { action } = change;
  if (action !== undefined && !app.actions.some(({ id }) => id === action)) {
    throw new DomainError('unknown-action', `The catalogue has no action "${action}".`, {
      hint: '`datacenter-docs auto-remediation status` lists them.',
    });
  }
  return applied(app, await app.policies.setAutomatic(change, peer));
};
