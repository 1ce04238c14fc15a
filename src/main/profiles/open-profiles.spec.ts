import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileText } from '../../../test/support/read-profile.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { collectors } from '../collectors/registry.ts';
import { chosenAdapters } from '../collectors/chosen.ts';
import type { ServerDescription } from '../mcp/session.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { remediationActions } from '../remediation/registry.ts';
import { openProfiles, unknownProfiles } from './open-profiles.ts';

const acme = profileText('acme');
const server: ServerDescription = {
  name: 'acme-cloud',
  version: '1',
  tools: ['list_machines', 'get_machine'].map((name) => ({ name, inputSchema: {} })),
};

describe('profiles of a data directory', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
    for (const name of ['data/profiles', 'built-in']) mkdirSync(join(folder.path, name), { recursive: true });
  });
  afterEach(() => folder[Symbol.dispose]());

  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  const open = () =>
    openProfiles({
      dataDir: join(folder.path, 'data'),
      builtIn: join(folder.path, 'built-in'),
      collectors,
      catalogue: remediationActions,
      clock: systemClock,
      logger: silentLogger,
    });
  const named = (id: string, more = '') => acme.replace('id: acme', `id: ${id}`) + more;
  const by = (hash: string, actions: readonly string[] = []) => ({ hash, actions, by: 'alice' });
  const readers = (profiles: ReturnType<typeof open>, of: Partial<ServerDescription> = {}) =>
    chosenAdapters(profiles.collectors, { ...server, ...of }).map(({ adapter }) => adapter.id);

  test('are each judged by themselves: what is wrong with one is nobody else’s', async () => {
    write('data/profiles/a.yaml', 'profile: [');
    write('data/profiles/b.yaml', named('lab-vmware'));
    write('data/profiles/c.yaml', acme);
    write('data/profiles/d.yaml', acme);
    write('data/profiles/notes.txt', 'no profile');
    const profiles = open();
    const { hash } = profiles.all().find(({ id }) => id === 'acme') ?? { hash: '' };
    await profiles.accept('acme', by(hash));
    expect(profiles.all().map(({ id, state }) => [id, state])).toEqual([
      ['a', 'unusable'],
      ['lab-vmware', 'unusable'],
      ['acme', 'in-force'],
      ['acme', 'unusable'],
    ]);
    expect(profiles.all().flatMap(({ faults }) => faults.map(({ message }) => message))).toEqual([
      expect.stringContaining('expected YAML'),
      '"lab-vmware" is the name of an adapter of the application',
      expect.stringContaining('the id "acme" is taken by'),
    ]);
    expect(readers(profiles)).toEqual(['acme']);
  });

  test('that come with the application read at once, and act when somebody has accepted that', async () => {
    write('built-in/acme.yaml', acme);
    const profiles = open();
    const adaptersOf = () =>
      profiles.catalogue
        .find(({ id }) => id === 'vm.power-on')
        ?.adapters.filter(({ server: of }) => of.startsWith('acme@'));
    expect(profiles.all()).toMatchObject([{ id: 'acme', from: 'built-in', state: 'in-force', actions: [] }]);
    expect(readers(profiles)).toEqual(['acme']);
    expect(adaptersOf()).toEqual([]);
    const [{ hash } = { hash: '' }] = profiles.all();
    await profiles.accept('acme', by(hash, ['vm.power-on']));
    expect(adaptersOf()).toHaveLength(1);
    await profiles.revoke('acme');
    expect(adaptersOf()).toEqual([]);
    expect(readers(profiles)).toEqual(['acme']);
    await expect(profiles.save(acme, hash)).rejects.toMatchObject({ code: 'profile-exists' });
    await expect(profiles.remove('acme')).rejects.toMatchObject({ code: 'unknown-profile' });
  });

  test('are accepted as they were shown, and with actions that they have', async () => {
    write('data/profiles/acme.yaml', acme);
    const profiles = open();
    const [{ hash } = { hash: '' }] = profiles.all();
    await expect(profiles.accept('acme', by(hash, ['vm.resize']))).rejects.toMatchObject({
      code: 'unknown-action',
    });
    write('data/profiles/acme.yaml', `${acme}# another\n`);
    await expect(profiles.accept('acme', by(hash))).rejects.toMatchObject({ code: 'profile-changed' });
    await expect(profiles.accept('nobody', by(hash))).rejects.toMatchObject({ code: 'unknown-profile' });
    expect(profiles.all()[0]?.state).toBe('not-accepted');
    expect(readers(profiles)).toEqual([]);
  });

  test('that are another text than the one that was accepted are used by nothing until they are accepted again', async () => {
    write('data/profiles/acme.yaml', acme);
    const profiles = open();
    await profiles.accept('acme', by(profiles.all()[0]?.hash ?? '', ['vm.power-on']));
    const acts = () =>
      profiles.catalogue.some(({ adapters }) => adapters.some(({ server: of }) => of.startsWith('acme@')));
    expect([readers(profiles), acts()]).toEqual([['acme'], true]);
    write('data/profiles/acme.yaml', `${acme}# another\n`);
    profiles.filesChanged();
    expect(profiles.all()).toMatchObject([{ id: 'acme', state: 'changed', actions: [] }]);
    expect(profiles.all()[0]?.changes.join('\n')).toContain('accepted');
    expect([readers(profiles), acts()]).toEqual([[], false]);
    write('data/profiles/acme.yaml', acme);
    profiles.filesChanged();
    expect([readers(profiles), acts()]).toEqual([['acme'], true]);
  });

  test('count as accepted by nobody while the file that says it cannot be read', async () => {
    write('data/profiles/acme.yaml', acme);
    const before = open();
    await before.accept('acme', by(before.all()[0]?.hash ?? ''));
    expect(open().all()[0]?.state).toBe('in-force');
    write('data/profiles-accepted.json', '{"version": 1, "profiles": {"acme": {"hash": "yes"}}}');
    const profiles = open();
    expect(profiles.all()[0]?.state).toBe('not-accepted');
    expect(profiles.problems()[0]).toContain('no profile counts as accepted');
    await expect(profiles.accept('acme', by(profiles.all()[0]?.hash ?? ''))).rejects.toMatchObject({
      code: 'profile-acceptance-unusable',
    });
  });

  test('are edited by one at a time', async () => {
    const profiles = open();
    const { hash } = await profiles.save(acme, undefined);
    await expect(profiles.save(acme, undefined)).rejects.toMatchObject({ code: 'profile-exists' });
    const mine = profiles.save(`${acme}# mine\n`, hash);
    const theirs = profiles.save(`${acme}# theirs\n`, hash);
    expect((await mine).text).toContain('# mine');
    await expect(theirs).rejects.toMatchObject({ code: 'profile-changed' });
    write('data/profiles/other.yaml', named('elsewhere'));
    profiles.filesChanged();
    await expect(profiles.save(named('other'), undefined)).rejects.toMatchObject({ code: 'profile-exists' });
  });

  test('go after the adapters of the application, unless the site names one', async () => {
    write('data/profiles/lab.yaml', profileText('lab-vms'));
    const profiles = open();
    await profiles.accept('test-lab-vms', by(profiles.all()[0]?.hash ?? ''));
    const tools = ['about', 'list_clusters', 'list_hosts', 'list_vms', 'get_vm'].map((name) => ({
      name: `vmware_${name}`,
      inputSchema: {},
    }));
    expect(readers(profiles, { tools })).toEqual(['lab-vmware']);
    expect(readers(profiles, { tools, profile: 'test-lab-vms' })).toEqual(['test-lab-vms']);
    expect(() => readers(profiles, { tools, profile: 'others' })).toThrow('"others", which is not in force');
    expect(
      unknownProfiles(
        [
          { name: 'one', options: { profile: 'test-lab-vms' } },
          { name: 'two', options: { profile: 'others' } },
          { name: 'three', options: {} },
        ],
        profiles.all(),
      ),
    ).toEqual(['two is to be read by the profile "others", which there is not: it is not read']);
  });

  test.each([
    ['acme-cloud', ['acme-*'], true],
    ['ACME-cloud', ['acme-*'], true],
    ['my-acme', ['acme-*'], false],
    ['acme', ['*'], true],
    ['a-b-c', ['a*b*c'], true],
    ['ab', ['ab*b'], false],
    ['acme', ['other', 'acme'], true],
  ])('know a server called %s by %j: %s', async (name, patterns, known) => {
    write('data/profiles/acme.yaml', acme.replace("['acme-*']", JSON.stringify(patterns)));
    const profiles = open();
    await profiles.accept('acme', by(profiles.all()[0]?.hash ?? ''));
    expect(readers(profiles, { name })).toEqual(known ? ['acme'] : []);
    expect(readers(profiles, { name, tools: [] })).toEqual([]);
  });

  test('tell of two of which one recognises every server of the other, and of no others', () => {
    const of = (id: string, tools: string, domain = 'vmware') =>
      write(
        `built-in/${id}.yaml`,
        [
          `{ profile: 1, id: ${id}, title: T, domain: ${domain}, matches: { tools: [${tools}] },`,
          `tools: { one: read, two: read, three: read }, collect: [{ step: s, tool: one }],`,
          `entities: [{ kind: ${domain === 'vmware' ? 'vm' : 'volume'}, from: s, nativeId: id, name: id }] }`,
        ].join('\n'),
      );
    of('first', 'one, two');
    of('fourth', 'one');
    of('second', 'three');
    of('third', 'one, two', 'storage');
    expect(
      open()
        .all()
        .flatMap(({ faults }) => faults),
    ).toEqual([]);
    expect(open().problems()).toEqual(['first and fourth recognise the same servers: the first reads them']);
  });

  test('say when they change, and only then', async () => {
    const profiles = open();
    const told: (readonly string[])[] = [];
    profiles.onChanged((ids) => told.push(ids));
    const { hash } = await profiles.save(acme, undefined);
    profiles.filesChanged();
    await profiles.accept('acme', by(hash));
    await profiles.remove('acme');
    expect(told).toEqual([['acme'], ['acme'], ['acme']]);
  });
});
