import type { z } from 'zod';
import type { SourceImportReport, sourceEntrySchema } from '../../../shared/contract/sources.ts';
import type { App } from '../../app.ts';
import { importServers } from '../../mcp/apply-import.ts';
import { planImport } from '../../mcp/import-servers.ts';
import { formatProblems, type ServerConfig } from '../../mcp/server-config.ts';
import { DomainError } from '../../platform/errors.ts';
import { givenEntry } from './given-entry.ts';
import { shownReport } from './import-report.ts';

/**
 * Writes what an operator wrote of one source; literal secrets go to the keyring on the way.
 * @throws DomainError server-config-invalid, and nothing was written
 */
export async function putEntry(
  { mcp }: App,
  name: string,
  entry: z.output<typeof sourceEntrySchema>,
  before: ServerConfig | undefined,
): Promise<SourceImportReport> {
  const text = JSON.stringify({ mcpServers: { [name]: givenEntry(entry, before) } });
  const plan = planImport(text, 'the form', { existing: [], replace: true, secretsTo: 'keyring' });
  if (plan.problems.length > 0) {
    throw new DomainError('server-config-invalid', formatProblems(plan.problems), {
      hint: 'Nothing was changed.',
    });
  }
  return shownReport(
    await importServers(text, 'the form', {
      servers: mcp.servers,
      secrets: mcp.secrets,
      replace: before !== undefined,
    }),
  );
}
