import type { Remediation } from '../../../shared/model/remediation.ts';
import type { App } from '../../app.ts';
import { DomainError } from '../../platform/errors.ts';

/** @throws DomainError remediation-not-found */
export async function found(id: string, app: App): Promise<Remediation> {
  await app.remediations.start();
  const record = await app.remediations.get(id);
  if (record) return record;
  throw new DomainError('remediation-not-found', `There is no remediation "${id}".`, {
    hint: 'See `datacenter-docs remediation list`.',
  });
}
