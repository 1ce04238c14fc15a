import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { profileIdSchema } from '../../shared/model/profile-id.ts';
import { readSmallFile } from '../platform/read-small-file.ts';
import type { Acceptance } from './acceptance-file.ts';
import type { CatalogueEntry, CompiledProfile } from './compiled-profile.ts';
import { hashOf, parseProfile, type ProfileFault } from './parse-profile.ts';

export interface LoadedProfile {
  readonly id: string;
  readonly from: 'built-in' | 'site';
  readonly file: string;
  readonly text: string;
  readonly hash: string;
  readonly state: 'in-force' | 'not-accepted' | 'changed' | 'unusable';
  /** Absent while it is unusable. */
  readonly profile?: CompiledProfile;
  readonly faults: readonly ProfileFault[];
  readonly accepted?: Acceptance;
  /** Its actions that are in force. */
  readonly actions: readonly string[];
  readonly changes: readonly string[];
}

/** Every profile of both folders, each judged by itself: what is wrong with one is nobody else's. */
export function loadProfiles(
  folders: { readonly builtIn: string; readonly site: string },
  catalogue: readonly CatalogueEntry[],
  accepted: ReadonlyMap<string, Acceptance>,
): readonly LoadedProfile[] {
  const loaded: LoadedProfile[] = [];
  for (const from of ['built-in', 'site'] as const) {
    const folder = from === 'site' ? folders.site : folders.builtIn;
    for (const name of yamlFiles(folder)) {
      const one = loadProfile(join(folder, name), name.replace(/\.ya?ml$/, ''), from, catalogue, accepted);
      const other = loaded.find(({ id }) => id === one.id);
      loaded.push(other ? withFault(one, `the id "${one.id}" is taken by ${other.file}`) : one);
    }
  }
  return loaded;
}

function loadProfile(
  file: string,
  name: string,
  from: LoadedProfile['from'],
  catalogue: readonly CatalogueEntry[],
  acceptances: ReadonlyMap<string, Acceptance>,
): LoadedProfile {
  let text: string;
  try {
    text = readSmallFile(file).text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const empty = { from, file, text: '', hash: hashOf(''), actions: [], changes: [] };
    return {
      ...empty,
      id: name,
      state: 'unusable',
      faults: [{ path: '', message: `it cannot be read: ${reason}` }],
    };
  }
  const hash = hashOf(text);
  const parsed = parseProfile(text, catalogue);
  const id = parsed.ok ? parsed.profile.source.id : (usableId(parsed.id) ?? name);
  const acceptance = acceptances.get(id);
  const common = { id, from, file, text, hash, ...(acceptance && { accepted: acceptance }) };
  if (!parsed.ok) return { ...common, state: 'unusable', faults: parsed.faults, actions: [], changes: [] };
  const { profile } = parsed;
  const current = acceptance?.hash === hash ? acceptance : undefined;
  // What comes with the application is its own word for what reads; what it changes is accepted by somebody all the same.
  const inForce = current !== undefined || from === 'built-in';
  return {
    ...common,
    state: inForce ? 'in-force' : acceptance ? 'changed' : 'not-accepted',
    profile,
    faults: [],
    actions: profile.actions
      .map((action) => action.id)
      .filter((one) => current?.actions.includes(one) ?? false),
    changes: acceptance && !current ? changesSince(acceptance, profile) : [],
  };
}

function usableId(id: string | undefined): string | undefined {
  return profileIdSchema.safeParse(id).success ? id : undefined;
}

export function withFault(one: LoadedProfile, message: string): LoadedProfile {
  const { profile: _, ...rest } = one;
  return { ...rest, state: 'unusable', actions: [], faults: [...one.faults, { path: '', message }] };
}

/** What is different for whoever accepted it, what it may call before everything else. */
function changesSince(before: Acceptance, profile: CompiledProfile): string[] {
  const lists = [
    ['is now called read-only', profile.reads, before.reads],
    ['is now called as one that changes something', profile.writes, before.writes],
    ['is a new action', profile.actions.map(({ id }) => id), before.actions],
  ] as const;
  const added = lists.flatMap(([says, now, then]) =>
    now.filter((one) => !then.includes(one)).map((one) => `${one} ${says}`),
  );
  const tools = [...profile.reads, ...profile.writes];
  const gone = [...before.reads, ...before.writes].filter((tool) => !tools.includes(tool));
  return [
    ...added,
    ...gone.map((tool) => `${tool} is no longer used`),
    `its text is another than the one that ${before.by} accepted`,
  ];
}

function yamlFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[^.].*\.ya?ml$/.test(name))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
