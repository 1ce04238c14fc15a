import type { App } from '../../app.ts';
import type { PolicyRecord } from '../../policy/policies.ts';

export function applied(app: App, record: PolicyRecord | undefined) {
  return {
    version: record?.version ?? app.policies.current.version,
    changed: record !== undefined,
  };
}
