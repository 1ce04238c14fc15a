import { planImport } from '../../mcp/import-servers.ts';
import type { Handler } from '../handler.ts';
import { shownTarget } from './shown-entry.ts';

export const previewImport: Handler<'sources.previewImport'> = async ({ text, replace }, { app }) => {
  const existing = await app.mcp.servers.names();
  const { keyring } = await app.mcp.secrets.describe();
  const plan = planImport(text, 'the text', {
    existing,
    replace,
    secretsTo: keyring.available ? 'keyring' : 'env',
  });
  const moved = plan.secrets.map(({ server, where, reference, from, name, value }) => ({
    secret: { server, where, reference, from, name },
    stored: from === 'keyring' && value !== undefined,
  }));
  return {
    servers: plan.servers.map((config) => ({ name: config.name, target: shownTarget(config) })),
    report: {
      added: plan.servers.map(({ name }) => name),
      renamed: plan.renamed.map((one) => ({ ...one })),
      collisions: [...plan.collisions],
      problems: plan.problems.map((one) => ({ ...one })),
      notes: [...plan.notes],
      stored: moved.flatMap(({ secret, stored }) => (stored ? [secret] : [])),
      toSet: moved.flatMap(({ secret, stored }) => (stored ? [] : [secret])),
      ...(!keyring.available && plan.secrets.length > 0 && { keyringUnavailable: keyring.reason }),
    },
  };
};
