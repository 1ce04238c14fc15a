import type { ProfileFaultView, ProfileSummary, ProfileView } from '../../../shared/contract/profiles.ts';
import type { Domain } from '../../../shared/model/kind.ts';
import type { App } from '../../app.ts';
import { chosenAdapters } from '../../collectors/chosen.ts';
import type { ServerDescription } from '../../mcp/session.ts';
import { DomainError } from '../../platform/errors.ts';
import type { CompiledProfile } from '../../profiles/compiled-profile.ts';
import type { LoadedProfile } from '../../profiles/load-profiles.ts';
import type { ProfileFault } from '../../profiles/parse-profile.ts';
import { recognises } from '../../profiles/profile-adapter.ts';

export function shownProfile(
  app: Pick<App, 'actions' | 'collectors'>,
  loaded: LoadedProfile,
  servers: readonly KnownServer[],
): ProfileView {
  const { id, from, file, hash, state, profile, faults, accepted, actions, changes } = loaded;
  return {
    id,
    from,
    file,
    hash,
    state,
    ...(profile && { summary: summaryOf(app, profile, actions) }),
    faults: faults.map(shownFault),
    ...(accepted && {
      accepted: { at: accepted.at, by: accepted.by, hash: accepted.hash, actions: [...accepted.actions] },
    }),
    changes: [...changes],
    namedBy: servers.filter(({ profile: named }) => named === id).map(({ name }) => name),
    recognises: servers
      .filter(({ description }) => profile && description && recognises(profile, description))
      .map(({ name }) => name),
    reads: servers
      .filter((server) => profile && isReadBy(app.collectors, server, profile))
      .map(({ name }) => name),
  };
}

/** @param accepted actions that somebody accepted of this very text */
export function summaryOf(
  app: Pick<App, 'actions'>,
  { source, reads, writes, actions }: CompiledProfile,
  accepted: readonly string[],
): ProfileSummary {
  return {
    id: source.id,
    title: source.title,
    version: source.version,
    domain: source.domain,
    kinds: [...new Set(source.entities.map(({ kind }) => kind))],
    reads: [...reads],
    writes: [...writes],
    actions: actions.map((action) => ({
      id: action.id,
      title: app.actions.find(({ id }) => id === action.id)?.title ?? action.id,
      writes: [...action.writes],
      accepted: accepted.includes(action.id),
    })),
  };
}

export function shownFault({ path, message, line, column }: ProfileFault): ProfileFaultView {
  return {
    path,
    message,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

/** As it stands after a change. */
export async function shownNow(app: App, loaded: LoadedProfile): Promise<{ profile: ProfileView }> {
  return { profile: shownProfile(app, loaded, await knownServers(app)) };
}

function isReadBy(
  collectors: App['collectors'],
  { description, domains }: KnownServer,
  { source: { id, domain } }: CompiledProfile,
): boolean {
  if (!description || domains?.includes(domain) === false) return false;
  try {
    return chosenAdapters(collectors, description, domain).some(({ adapter }) => adapter.id === id);
  } catch (error) {
    // Its entry names a profile that is not in force: nothing reads it.
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** A server as far as it is known without asking it anything. */
export interface KnownServer {
  readonly name: string;
  /** The profile that its entry names. */
  readonly profile: string | undefined;
  /** Which domains of it are read at all; absent: all that something recognises. */
  readonly domains: readonly Domain[] | undefined;
  /** Absent while nothing was accepted of it, and while it is not used. */
  readonly description: ServerDescription | undefined;
}

export async function knownServers({ mcp }: Pick<App, 'mcp'>): Promise<readonly KnownServer[]> {
  const [{ servers }, described] = await Promise.all([mcp.servers.read(), mcp.pool.describe()]);
  const connected = new Map(described.map((one) => [one.name, one.server]));
  return Promise.all(
    servers.map(async ({ name, disabled, options: { profile, domains } }) => {
      const accepted = disabled ? undefined : await mcp.trust.get(name);
      const { name: ownName = '', version = '' } = connected.get(name) ?? {};
      return {
        name,
        profile,
        domains,
        description: accepted && {
          name: ownName,
          version,
          tools: accepted.tools,
          ...(profile !== undefined && { profile }),
        },
      };
    }),
  );
}
