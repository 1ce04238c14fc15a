import type { App } from '../../app.ts';
import { DomainError } from '../../platform/errors.ts';
import type { PolicyRecord } from '../../policy/policies.ts';
import type { Handler } from '../handler.ts';
import { recordView } from './shown-policy.ts';

export const version: Handler<'policy.version'> = async ({ version: wanted }, { app }) => {
  const record = await versionText(app, wanted);
  return { record: recordView(record), text: record.text };
};

/** @throws DomainError policy-version-not-found */
export async function versionText({ policies }: App, wanted: string): Promise<PolicyRecord> {
  const record = await policies.version(wanted);
  if (record) return record;
  throw new DomainError('policy-version-not-found', `There was no version "${wanted}" of the policy here.`, {
    hint: '`datacenter-docs auto-remediation policy history` lists them.',
  });
}
