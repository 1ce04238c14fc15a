import type { Settings } from '../shared/model/settings.ts';
import { literalSecrets, referencesOf } from './mcp/entry-secrets.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import { couchPassword } from './sync/couch/password.ts';

/**
 * What sources' references stand for here, where that can be read, and literal secrets: only to take them out of what
 * leaves this workstation.
 */
export async function knownSecrets({
  mcp,
  settings,
  env = process.env,
}: {
  readonly mcp: Pick<Mcp, 'servers' | 'secrets'>;
  readonly settings: Settings;
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<string[]> {
  const { servers } = await mcp.servers.read().catch(() => ({ servers: [] }));
  const referred = await Promise.all(
    servers.flatMap(referencesOf).map((reference) => mcp.secrets.get(reference).catch(() => undefined)),
  );
  // Asked for only where there is a server: a keyring may ask its owner to unlock it.
  const kept =
    settings.couchdb.url === undefined
      ? undefined
      : await couchPassword(mcp.secrets, env).catch(() => undefined);
  const { password } = URL.parse(settings.couchdb.url ?? '') ?? { password: '' };
  const found = [...referred, ...servers.flatMap(literalSecrets), kept, password, decoded(password)];
  return found.filter((value) => value !== undefined && value !== '') as string[];
}

/** As it is typed; one with a stray % stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
