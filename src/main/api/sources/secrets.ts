import { SecretError } from '../../platform/secrets.ts';
import type { Handler } from '../handler.ts';
import { referencesOf, referenceText } from '../../mcp/entry-secrets.ts';

export const secrets: Handler<'sources.secrets'> = async (_input, { app }) => {
  const store = app.mcp.secrets;
  const [{ servers }, { keyring }] = await Promise.all([app.mcp.servers.read(), store.describe()]);
  const users = new Map<string, { reference: ReturnType<typeof referencesOf>[number]; sources: string[] }>();
  for (const config of servers) {
    for (const reference of referencesOf(config)) {
      const text = referenceText(reference);
      const known = users.get(text) ?? { reference, sources: [] };
      known.sources.push(config.name);
      users.set(text, known);
    }
  }
  /** Only that it is there: the value goes nowhere. */
  const lookUp = async (reference: ReturnType<typeof referencesOf>[number]) => {
    if (reference.from === 'keyring' && !keyring.available) return 'unknown' as const;
    try {
      await store.get(reference);
      return 'set' as const;
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      return error.code === 'secret-not-found' ? ('missing' as const) : ('unknown' as const);
    }
  };
  return {
    keyring,
    secrets: await Promise.all(
      [...users].map(async ([text, { reference, sources }]) => ({
        ...reference,
        reference: text,
        sources,
        is: await lookUp(reference),
      })),
    ),
  };
};
