import { readFileSync } from 'node:fs';
import type { SharedCollection } from '../../../shared/model/sync.ts';
import { resourceFile } from '../../platform/resource-file.ts';
import type { CoordinationDatabase } from '../layout.ts';
import { validate as audit } from '../rules/audit.ts';
import { validate as changes } from '../rules/changes.ts';
import { validate as claims } from '../rules/claims.ts';
import { validate as documentVersions } from '../rules/document-versions.ts';
import { validate as documents } from '../rules/documents.ts';
import { validate as entities } from '../rules/entities.ts';
import { validate as feedback } from '../rules/feedback.ts';
import { validate as leases } from '../rules/leases.ts';
import { validate as policies } from '../rules/policies.ts';
import { validate as presence } from '../rules/presence.ts';
import { validate as remediations } from '../rules/remediations.ts';
import { validate as runs } from '../rules/runs.ts';
import { validate as tickets } from '../rules/tickets.ts';

export type RuleName = SharedCollection | CoordinationDatabase;

/** A rule as CouchDB runs it. */
export const ruleText = (name: RuleName): string =>
  readFileSync(resourceFile(`couchdb/${name}.js`), 'utf8').trim();

const rules = {
  entities,
  changes,
  runs,
  documents,
  'document-versions': documentVersions,
  tickets,
  remediations,
  feedback,
  audit,
  policies,
  presence,
  claims,
  leases,
} satisfies Record<RuleName, unknown>;

/** Why a document that is there would not be taken in now; undefined: it would be, of an administrator. */
export function whyUnfit(name: RuleName, document: Readonly<Record<string, unknown>>): string | undefined {
  try {
    rules[name](document, null, { name: 'init-db', roles: ['_admin'] });
    return undefined;
  } catch (thrown) {
    const said = (thrown as { readonly forbidden?: unknown }).forbidden;
    if (typeof said === 'string') return said;
    throw thrown;
  }
}
