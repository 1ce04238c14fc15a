import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { putEntry } from './put-entry.ts';

export const add: Handler<'sources.add'> = async ({ name, entry }, { app }) => {
  if ((await app.mcp.servers.names()).includes(name)) {
    throw new DomainError('server-exists', `There is a source "${name}" already.`, {
      hint: 'Choose another name, or change that one.',
    });
  }
  const report = await putEntry(app, name, entry, undefined);
  app.sourcesChanged(name);
  return report;
};
