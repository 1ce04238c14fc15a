import type { App } from '../../app.ts';
import type { Forgotten } from '../../inventory/forget-source.ts';
import type { ServerConfig } from '../../mcp/server-config.ts';
import { referencesOf } from '../../mcp/entry-secrets.ts';

/**
 * Removes a source: its entry, its acceptance, the secrets that were stored for it alone, and when so said all that was
 * collected from it. The inventory goes first: while that is refused, the source stays.
 */
export async function takeAway(
  app: App,
  config: ServerConfig,
  inventory: 'keep' | 'forget',
): Promise<{ removedSecrets: string[]; forgotten?: Forgotten }> {
  const { name } = config;
  const { mcp } = app;
  const forgotten = inventory === 'forget' ? await app.inventory.forgetSource(name) : undefined;
  await mcp.servers.remove(name);
  await mcp.pool.revoke(name);
  const removedSecrets: string[] = [];
  for (const reference of referencesOf(config)) {
    // Others may be shared with other sources, or with other programs.
    if (reference.from !== 'keyring' || !reference.name.startsWith(`${name}/`)) continue;
    if (await mcp.secrets.delete(reference.name).catch(() => false)) removedSecrets.push(reference.name);
  }
  app.sourcesChanged(name);
  if (forgotten) {
    await app.findings.evaluate();
    await app.scheduler.runNow('documents', 'event');
  }
  return { removedSecrets, ...(forgotten && { forgotten }) };
}
