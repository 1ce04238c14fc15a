import type { ProfileFaultView, ProfileSummary, ProfileView } from '../../../shared/contract/profiles.ts';
import type { App } from '../../app.ts';
import type { CompiledProfile } from '../../profiles/compiled-profile.ts';
import type { LoadedProfile } from '../../profiles/load-profiles.ts';
import type { ProfileFault } from '../../profiles/parse-profile.ts';

export function shownProfile(
  app: Pick<App, 'actions'>,
  loaded: LoadedProfile,
  servers: readonly { readonly name: string; readonly options: { readonly profile?: string | undefined } }[],
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
    namedBy: servers.filter(({ options }) => options.profile === id).map(({ name }) => name),
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
  const { servers } = await app.mcp.servers.read();
  return { profile: shownProfile(app, loaded, servers) };
}
