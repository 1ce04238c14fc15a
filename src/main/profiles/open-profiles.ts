import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Adapter, CollectorDefinition } from '../collectors/collector.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import { makeFolder } from '../platform/make-folder.ts';
import type { ActionAdapter } from '../remediation/action-adapter.ts';
import type { RemediationAction } from '../remediation/action.ts';
import { acceptanceFileName, readAcceptances, writeAcceptances, type Acceptance } from './acceptance-file.ts';
import type { CompiledProfile } from './compiled-profile.ts';
import { loadProfiles, type LoadedProfile } from './load-profiles.ts';
import { faultText, parseProfile, type ParsedProfile } from './parse-profile.ts';
import { profileAction } from './profile-action.ts';
import { profileAdapter } from './profile-adapter.ts';

export interface Profiles {
  readonly folder: string;
  /** Built-in ones first, then those of the site, by file name. */
  all(): readonly LoadedProfile[];
  /** What is wrong beside single profiles. */
  problems(): readonly string[];
  check(text: string): ParsedProfile;
  /** @throws DomainError profile-invalid */
  parsed(text: string): CompiledProfile;
  /** @throws DomainError profile-invalid | profile-changed | profile-exists */
  save(text: string, baseHash: string | undefined): Promise<LoadedProfile>;
  /** @throws DomainError unknown-profile */
  remove(id: string): Promise<void>;
  /** @throws DomainError unknown-profile | profile-invalid | profile-changed | unknown-action */
  accept(
    id: string,
    accepted: { readonly hash: string; readonly actions: readonly string[]; readonly by: string },
  ): Promise<LoadedProfile>;
  revoke(id: string): Promise<LoadedProfile>;
  /** Those that the application has, and those of profiles that are in force: ask each time. */
  readonly collectors: readonly CollectorDefinition[];
  /** The catalogue with what accepted profiles do. */
  readonly catalogue: readonly RemediationAction[];
  /** The adapter that a profile is, whether or not it is in force. */
  adapterOf(profile: CompiledProfile, hash: string): Adapter;
  /** Reads the folder again. */
  filesChanged(): void;
  onChanged(listener: (ids: readonly string[]) => void): () => void;
}

export interface ProfilesPorts {
  readonly dataDir: string;
  /** Folder of those that come with the application. */
  readonly builtIn: string;
  readonly collectors: readonly CollectorDefinition[];
  readonly catalogue: readonly RemediationAction[];
  readonly clock: Clock;
  readonly logger: Logger;
}

export const profilesFolderName = 'profiles';

export function openProfiles({
  dataDir,
  builtIn,
  collectors,
  catalogue,
  clock,
  logger,
}: ProfilesPorts): Profiles {
  const folder = join(dataDir, profilesFolderName);
  const acceptanceFile = join(dataDir, acceptanceFileName);
  const listeners = createListeners<readonly string[]>((error) =>
    logger.error({ err: error }, 'a listener of the profiles failed'),
  );
  let writing: Promise<unknown> = Promise.resolve();

  interface Loaded {
    readonly profiles: readonly LoadedProfile[];
    readonly acceptances: ReturnType<typeof readAcceptances>;
    readonly adapters: readonly { readonly adapter: Adapter; readonly loaded: LoadedProfile }[];
  }
  let current: Loaded | undefined;

  const adapterOf = (profile: CompiledProfile, hash: string): Adapter => {
    const own = collectors.filter(({ domain }) => domain === profile.source.domain);
    return profileAdapter(profile, {
      clock,
      revision: revisionOf(profile, hash),
      isKnown: (server) => own.some(({ adapters }) => adapters.some((adapter) => adapter.matches(server))),
    });
  };

  /** Read when it is first needed: a command that asks for something else does not wait for it. */
  const state = (): Loaded => {
    if (current) return current;
    const acceptances = readAcceptances(acceptanceFile);
    const ids = new Set(collectors.flatMap(({ adapters }) => adapters.map(({ id }) => id)));
    const profiles = loadProfiles({ builtIn, site: folder }, catalogue, acceptances.accepted).map((one) =>
      ids.has(one.id) ? withAdapterOfItsName(one) : one,
    );
    for (const { file, faults, state } of profiles) {
      if (state === 'unusable')
        logger.warn({ file, faults: faults.slice(0, 5).map(faultText) }, 'a profile cannot be used');
    }
    const adapters = profiles.flatMap((loaded) =>
      loaded.profile && loaded.state === 'in-force'
        ? [{ loaded, adapter: adapterOf(loaded.profile, loaded.hash) }]
        : [],
    );
    current = { profiles, acceptances, adapters };
    return current;
  };

  const changed = () => {
    const before = current?.profiles ?? [];
    current = undefined;
    const digest = (one: LoadedProfile) => `${one.id} ${one.hash} ${one.state} ${one.actions.join()}`;
    const [old, now] = [new Set(before.map(digest)), state().profiles];
    const still = new Set(now.map(digest));
    const ids = [
      ...now.filter((one) => !old.has(digest(one))),
      ...before.filter((one) => !still.has(digest(one))),
    ];
    if (ids.length > 0) listeners.emit([...new Set(ids.map(({ id }) => id))]);
  };

  const one = (id: string): LoadedProfile => {
    const found = state().profiles.find((profile) => profile.id === id);
    if (found) return found;
    const known = state().profiles.map((profile) => profile.id);
    throw new DomainError('unknown-profile', `there is no profile "${id}"`, {
      hint: known.length > 0 ? `There are: ${known.join(', ')}.` : `Files of ${folder} are profiles.`,
    });
  };

  /** One change of the files after the other. */
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work);
    writing = done.catch(() => {});
    return done;
  };

  const keepAcceptances = async (edit: (accepted: Map<string, Acceptance>) => void): Promise<void> => {
    const { problem, accepted } = readAcceptances(acceptanceFile);
    if (problem !== undefined) throw new DomainError('profile-acceptance-unusable', problem);
    const next = new Map(accepted);
    edit(next);
    await writeAcceptances(acceptanceFile, next);
  };

  return {
    folder,
    all: () => state().profiles,
    problems() {
      const { acceptances, adapters } = state();
      return [
        ...(acceptances.problem === undefined ? [] : [acceptances.problem]),
        ...adapters.flatMap(({ adapter, loaded }, at) =>
          adapters
            .slice(at + 1)
            .filter((other) => areOfTheSame(loaded, other.loaded))
            .map(
              (other) =>
                `${adapter.id} and ${other.adapter.id} recognise the same servers: the first reads them`,
            ),
        ),
      ];
    },
    check: (text) => parseProfile(text, catalogue),
    parsed(text) {
      const parsed = parseProfile(text, catalogue);
      if (parsed.ok) return parsed.profile;
      throw invalid(parsed);
    },
    save: (text, baseHash) =>
      inOrder(async () => {
        const parsed = parseProfile(text, catalogue);
        if (!parsed.ok) throw invalid(parsed);
        const { id } = parsed.profile.source;
        const before = state().profiles.find((profile) => profile.id === id);
        if (before?.from === 'built-in') {
          throw new DomainError('profile-exists', `the profile "${id}" comes with the application`, {
            hint: `Give it another id, and name that in mcp.json: "datacenterDocs": { "profile": "…" }.`,
          });
        }
        if (before && baseHash === undefined) {
          throw new DomainError('profile-exists', `there is a profile "${id}" already`);
        }
        if (baseHash !== undefined && before?.hash !== baseHash) {
          throw new DomainError(
            'profile-changed',
            `the profile "${id}" is another than the one that was edited`,
            {
              hint: 'Look at what it is now, and edit that.',
            },
          );
        }
        const file = before?.file ?? join(folder, `${id}.yaml`);
        const other = state().profiles.find((profile) => profile.file === file && profile.id !== id);
        if (other) {
          throw new DomainError('profile-exists', `${file} holds the profile "${other.id}"`, {
            hint: 'Give that file another name, or this profile another id.',
          });
        }
        makeFolder(folder, 0o700);
        await writeFileAtomic(file, text, { mode: 0o600 });
        changed();
        return one(id);
      }),
    remove: (id) =>
      inOrder(async () => {
        const { from, file } = one(id);
        if (from === 'built-in') {
          throw new DomainError(
            'unknown-profile',
            `the profile "${id}" comes with the application: it stays`,
          );
        }
        await keepAcceptances((accepted) => accepted.delete(id));
        await rm(file, { force: true });
        changed();
      }),
    accept: (id, { hash, actions, by }) =>
      inOrder(async () => {
        current = undefined;
        const { profile, hash: now, faults } = one(id);
        if (!profile) throw invalid({ faults });
        if (now !== hash) {
          throw new DomainError('profile-changed', `the profile "${id}" is not the one that was shown`, {
            hint: 'Look at what it is now, and accept that.',
          });
        }
        const unknown = actions.filter((action) => !profile.actions.some((known) => known.id === action));
        if (unknown.length > 0) {
          throw new DomainError('unknown-action', `the profile "${id}" has no action ${unknown.join(', ')}`);
        }
        const { reads, writes } = profile;
        await keepAcceptances((accepted) =>
          accepted.set(id, { hash, reads, writes, actions: [...new Set(actions)], at: clock.now(), by }),
        );
        changed();
        return one(id);
      }),
    revoke: (id) =>
      inOrder(async () => {
        one(id);
        await keepAcceptances((accepted) => accepted.delete(id));
        changed();
        return one(id);
      }),
    collectors: collectors.map((collector) => ({
      ...collector,
      get adapters() {
        const own = state().adapters.filter(
          ({ loaded }) => loaded.profile?.source.domain === collector.domain,
        );
        return own.length === 0
          ? collector.adapters
          : [...collector.adapters, ...own.map(({ adapter }) => adapter)];
      },
    })),
    catalogue: catalogue.map((action) => ({
      ...action,
      get adapters() {
        const own = state().adapters.flatMap(({ adapter, loaded }) =>
          (loaded.profile?.actions ?? [])
            .filter(({ id }) => id === action.id && loaded.actions.includes(id))
            .map((compiled) => parsing(action, profileAction(compiled, adapter.revision ?? adapter.id))),
        );
        return own.length === 0 ? action.adapters : [...action.adapters, ...own];
      },
    })),
    adapterOf,
    filesChanged: changed,
    onChanged: (listener) => listeners.add(listener),
  };
}

/** What an action's schema makes of parameters is what every adapter of it gets. */
function parsing(action: RemediationAction, adapter: ActionAdapter<unknown>): ActionAdapter<unknown> {
  const read = <S extends { readonly parameters: unknown }>(subject: S): S => ({
    ...subject,
    parameters: action.parameters.parse(subject.parameters),
  });
  const rollback = adapter.rollback?.bind(adapter);
  const verifyRollback = adapter.verifyRollback?.bind(adapter);
  return {
    ...adapter,
    read: (subject, reader) => adapter.read(read(subject), reader),
    preChecks: (subject, now) => adapter.preChecks(read(subject), now),
    plan: (subject, now) => adapter.plan(read(subject), now),
    verify: (subject, before, now, earlier) => adapter.verify(read(subject), before, now, earlier),
    ...(rollback && { rollback: (subject, before, now) => rollback(read(subject), before, now) }),
    ...(verifyRollback && {
      verifyRollback: (subject, before, now) => verifyRollback(read(subject), before, now),
    }),
  };
}

function revisionOf({ source }: CompiledProfile, hash: string): string {
  return `${source.id}@${hash.slice(0, 12)}`;
}

function withAdapterOfItsName(one: LoadedProfile): LoadedProfile {
  const { profile: _, ...rest } = one;
  const fault = { path: 'id', message: `"${one.id}" is the name of an adapter of the application` };
  return { ...rest, state: 'unusable', actions: [], faults: [...one.faults, fault] };
}

function invalid({ faults }: { readonly faults: readonly { path: string; message: string }[] }): DomainError {
  const [first] = faults;
  return new DomainError('profile-invalid', `the profile cannot be used: ${first ? faultText(first) : ''}`, {
    details: faults.map(({ path, message }) => ({ path, message })),
  });
}

/** Whether every server that one of them recognises by its tools is recognised by the other. */
function areOfTheSame({ profile: a }: LoadedProfile, { profile: b }: LoadedProfile): boolean {
  if (!a || !b || a.source.domain !== b.source.domain) return false;
  // By names of servers they can be told apart; whether these overlap is not known before there are servers.
  const [one, other] = [a.source.matches, b.source.matches];
  if (one.server !== undefined || other.server !== undefined) return false;
  const within = (few: readonly string[], many: readonly string[]) =>
    few.every((tool) => many.includes(tool));
  return within(one.tools, other.tools) || within(other.tools, one.tools);
}

/** Names that mcp.json gives, and that are no profile that is in force. */
export function unknownProfiles(
  servers: readonly { readonly name: string; readonly options: { readonly profile?: string | undefined } }[],
  profiles: readonly LoadedProfile[],
): readonly string[] {
  return servers.flatMap(({ name, options }) => {
    if (options.profile === undefined) return [];
    const named = profiles.find(({ id }) => id === options.profile);
    if (named?.state === 'in-force') return [];
    return [
      `${name} is to be read by the profile "${options.profile}", which ${named ? `is ${named.state}` : 'there is not'}: it is not read`,
    ];
  });
}
