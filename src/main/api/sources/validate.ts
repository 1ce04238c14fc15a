import { planImport } from '../../mcp/import-servers.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';
import { givenEntry } from './given-entry.ts';

export const validate: Handler<'sources.validate'> = async ({ name, entry, isNew }, { app }) => {
  const names = await app.mcp.servers.names();
  if (isNew && names.includes(name)) {
    return { problems: [{ path: 'name', message: `there is a source "${name}" already` }], secrets: [] };
  }
  try {
    const before = isNew ? undefined : await configured(app, name);
    const text = JSON.stringify({ mcpServers: { [name]: givenEntry(entry, before) } });
    const plan = planImport(text, 'the form', { existing: [], replace: true, secretsTo: 'keyring' });
    const bent = plan.renamed.map(() => ({
      path: 'name',
      message: 'expected a-z, 0-9, ".", "_" or "-", at most 63 characters',
    }));
    const prefix = new RegExp(`^mcpServers\\.${name.replaceAll(/[^\w-]/g, String.raw`\$&`)}\\.?`);
    return {
      problems: [
        ...bent,
        ...plan.problems.map(({ path, message }) => ({ path: path.replace(prefix, ''), message })),
      ],
      secrets: plan.secrets.map(({ server, where, reference, from, name: secret }) => ({
        server,
        where,
        reference,
        from,
        name: secret,
      })),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { problems: [{ path: '', message: error.message }], secrets: [] };
  }
};
