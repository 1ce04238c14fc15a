import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../../test/support/build-view.ts';
import { propertyRuns } from '../../../test/support/property.ts';
import { anyName, randomEstate } from '../../../test/support/random-estate.ts';
import { checkText } from './check-text.ts';

const gib = 2 ** 30;
const cluster = buildEntity('cluster', 'prod-a', { attributes: { haEnabled: true } });
const host = (name: string, maintenanceMode = false) =>
  buildEntity('host', name, {
    attributes: { memoryBytes: 512 * gib, maintenanceMode, version: '8.0.2', cores: 64 },
    relations: [{ type: 'member-of', to: testId('cluster', 'prod-a') }],
  });
const datastore = buildEntity('datastore', 'ds-1', {
  attributes: { capacityBytes: 1000 * gib, usedBytes: 920 * gib, freeBytes: 80 * gib },
});
const vm = (name: string, on: string, parts: { readonly source?: string; readonly vcpus?: number } = {}) =>
  buildEntity('vm', name, {
    ...(parts.source === undefined ? {} : { source: parts.source }),
    attributes: {
      powerState: 'on',
      vcpus: parts.vcpus ?? 4,
      memoryBytes: 16 * gib,
      createdAt: '2026-11-05T10:00:00.000Z',
    },
    relations: [
      { type: 'runs-on', to: testId('host', on) },
      { type: 'stored-on', to: testId('datastore', 'ds-1') },
    ],
  });

const view = buildView([
  cluster,
  host('esx-01'),
  host('esx-02', true),
  datastore,
  vm('web-01', 'esx-01'),
  vm('web-02', 'esx-02'),
  vm('twin', 'esx-01', { vcpus: 2 }),
  vm('twin', 'esx-02', { vcpus: 8, source: 'vcenter-b' }),
  buildEntity('namespace', 'all', { attributes: { cluster: 'k8s' } }),
]);

const verdicts = (text: string) => checkText(text, view).map(({ verdict }) => verdict);

describe('checkText', () => {
  it('says of each sentence whether the inventory bears it out', () => {
    expect(
      verdicts(
        'This page is a summary. web-01 runs on esx-01. web-02 runs on esx-01. web-01 was praised by its users.',
      ),
    ).toEqual(['no-claim', 'supported', 'contradicted', 'unsupported']);
  });

  it('names the entities and attributes that bear a sentence out', () => {
    const [sentence] = checkText('web-01 runs on esx-01 and has 16 GiB of memory.', view);
    expect(sentence?.sources).toEqual([
      { entity: testId('vm', 'web-01'), path: 'relations.runs-on' },
      { entity: testId('vm', 'web-01'), path: 'attributes.memoryBytes' },
    ]);
  });

  it('says why, so that whoever wrote it can write it again', () => {
    const [sentence] = checkText('web-01 has 8 vCPUs.', view);
    expect(sentence).toMatchObject({
      verdict: 'contradicted',
      reason: 'the inventory says otherwise of web-01 (vcpus): it is 4',
    });
  });

  it.each([
    ['a name that nothing has', 'web-99 runs on esx-01.'],
    ['a name in capitals that nothing has', 'web-01 depends on Athena.'],
    ['a verb that it does not know', 'web-01 supersedes web-02.'],
    ['a number of nothing that it knows', 'web-01 handles 3,000 requests per second.'],
    ['what may be', 'web-01 could run on esx-02.'],
    ['what was', 'web-01 formerly ran on esx-02.'],
    ['what will be', 'web-01 will run on esx-01.'],
    ['a restriction', 'Only web-01 runs on esx-01.'],
    ['a share that it cannot count', 'Most VMs are powered on.'],
    ['an average', 'The average memory of the hosts is 512 GiB.'],
    ['a state of everything', 'All hosts are in maintenance mode.'],
    ['decimal for binary units', 'web-01 has 16 GB of memory.'],
    ['a reason that is no fact', 'CVE-2026-1234 affects esx-01.'],
    ['a date of nothing', 'web-01 failed on 5 November 2026.'],
    ['a relation that is turned around', 'esx-01 runs on web-01.'],
    ['a relation to what nobody knows', 'web-01 runs on mailserver.'],
    ['the wrong kind', 'The datastore web-01 is important.'],
    ['a second fact that is false', 'web-01, which runs on esx-01, has 16 GiB of memory and 8 vCPUs.'],
    ['what it does not understand beside what it does', 'web-01 runs on esx-01 and was hacked.'],
    ['a cause that nobody recorded', 'web-01 runs on esx-01 because of a broken fan.'],
    ['a cause in a clause of its own', 'web-01 runs on esx-01, which caused an outage.'],
    ['a fault behind a pronoun', 'The inventory knows web-01. It has 12 vCPUs.'],
  ])('refuses %s', (_, text) => {
    expect(verdicts(text).some((verdict) => verdict === 'contradicted' || verdict === 'unsupported')).toBe(
      true,
    );
  });

  it.each([
    'All 2 hosts of prod-a are on version 8.0.2, and one of them is noteworthy.',
    'ds-1 is 92 % full.',
    'ds-1 has only 80 GiB left.',
  ])('prefers to refuse what it reads in part: %s', (text) => {
    for (const verdict of verdicts(text)) expect(['supported', 'unsupported']).toContain(verdict);
  });

  it('works out how full something is', () => {
    expect(verdicts('ds-1 is 92 % full. ds-1 is 82 % full.')).toEqual(['supported', 'contradicted']);
  });

  it('takes one of several things of a name for all that a sentence says, not one for each', () => {
    expect(verdicts('twin runs on esx-01 and has 2 vCPUs.')).toEqual(['supported']);
    expect(verdicts('twin runs on esx-02 and has 2 vCPUs.')).not.toEqual(['supported']);
  });

  it('reads an ordinary word as a name only beside its kind', () => {
    expect(verdicts('Both hosts matter to all teams. The namespace all is part of the inventory.')[1]).toBe(
      'supported',
    );
  });

  it('understands "it" in the first sentence by what the text is about', () => {
    const about = testId('vm', 'web-01');
    expect(checkText('It runs on esx-01.', view, { about })[0]?.verdict).toBe('supported');
    expect(checkText('It runs on esx-02.', view, { about })[0]?.verdict).toBe('contradicted');
  });

  it('gives the same verdicts every time, and fails on no name', () => {
    fc.assert(
      fc.property(randomEstate({ max: 12 }), anyName, anyName, (entities, a, b) => {
        const estate = buildView(entities);
        const text = `${a} runs on ${b}. The VM ${a} has 8 vCPUs, and ${b} is down.\n${b}`;
        expect(checkText(text, estate)).toEqual(checkText(text, estate));
      }),
      { numRuns: propertyRuns(60, 2000) },
    );
  });

  it('supports nothing that names what does not exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), (n) => {
        const text = `vm-${n} runs on esx-01. esx-01 hosts vm-${n}. vm-${n} is powered on. vm-${n} has 4 vCPUs.`;
        expect(verdicts(text)).not.toContain('supported');
      }),
      { numRuns: propertyRuns(50, 500) },
    );
  });

  it('reads a sentence in a few milliseconds where there are ten thousand VMs', () => {
    const many = buildView([
      cluster,
      ...Array.from({ length: 200 }, (_, i) => host(`esx-${i}`)),
      datastore,
      ...Array.from({ length: 10_000 }, (_, i) => vm(`vm-${i}`, `esx-${i % 200}`)),
    ]);
    checkText('vm-1 runs on esx-1.', many);
    const text = Array.from(
      { length: 50 },
      (_, i) => `vm-${i} runs on esx-${i} and has 16 GiB of memory.`,
    ).join(' ');
    const before = performance.now();
    const checked = checkText(text, many);
    const each = (performance.now() - before) / checked.length;
    expect(checked.every(({ verdict }) => verdict === 'supported')).toBe(true);
    expect(each).toBeLessThan(5);
  });
});

describe('Openings and unknown words', () => {
  it('lets through who says it, where nothing else is said', () => {
    expect(verdicts('Operations reports that web-01 runs on esx-01.')).toEqual(['supported']);
    expect(verdicts('Zu beachten ist: web-01 läuft auf esx-01.')).toEqual(['supported']);
    expect(verdicts('Operations reports that web-01 runs on esx-02.')).toEqual(['contradicted']);
  });

  it.each([
    'It is wrong that web-01 runs on esx-01.',
    'It was denied that web-01 runs on esx-01.',
    'It seems that web-01 runs on esx-01.',
    'It is reported falsely that web-01 runs on esx-01.',
    'Nobody reports that web-01 runs on esx-01.',
    'Operations forgot that web-01 runs on esx-01.',
    'web-01 was wiped on esx-01.',
    'web-01 crashed esx-01.',
  ])('does not let through what says more than the inventory: %s', (text) => {
    expect(verdicts(text)).not.toContain('supported');
  });
});

describe('The same words turned round', () => {
  const copy = buildEntity('volume', 'vol-copy', { attributes: { sizeBytes: 2 ** 40 } });
  const main = buildEntity('volume', 'vol-main', {
    attributes: { sizeBytes: 2 ** 41 },
    relations: [{ type: 'replicates-to', to: copy.id }],
  });
  const deployment = buildEntity('workload', 'shop-web');
  const replicaSet = buildEntity('workload', 'shop-web-7d9f', {
    relations: [{ type: 'owned-by', to: deployment.id }],
  });
  const channel = buildEntity('interface', 'Port-Channel1');
  const port = buildEntity('interface', 'Ethernet7', {
    relations: [{ type: 'member-of', to: channel.id }],
  });
  const estate = buildView([
    copy,
    main,
    deployment,
    replicaSet,
    channel,
    port,
    host('esx-01'),
    vm('web-01', 'esx-01'),
    buildEntity('k8s-node', 'worker-1', { relations: [{ type: 'runs-on', to: testId('vm', 'web-01') }] }),
  ]);
  const holds = (text: string) => checkText(text, estate).every(({ verdict }) => verdict === 'supported');

  it.each<readonly [a: string, b: string, sentence: (a: string, b: string) => string]>([
    ['web-01', 'esx-01', (a, b) => `${a} runs on ${b}.`],
    ['web-01', 'esx-01', (a, b) => `It is ${b} that hosts ${a}.`],
    ['web-01', 'esx-01', (a, b) => `What ${a} runs on is ${b}.`],
    ['web-01', 'esx-01', (a, b) => `Auf ${b} läuft ${a}.`],
    ['worker-1', 'web-01', (a, b) => `${a} runs on ${b}.`],
    ['worker-1', 'web-01', (a, b) => `${b} is what ${a} runs on.`],
    ['vol-main', 'vol-copy', (a, b) => `${a} replicates to ${b}.`],
    ['vol-main', 'vol-copy', (a, b) => `${b} is replicated from ${a}.`],
    ['vol-main', 'vol-copy', (a, b) => `${b} is the target of ${a}.`],
    ['vol-main', 'vol-copy', (a, b) => `${a} is the source of ${b}.`],
    ['vol-main', 'vol-copy', (a, b) => `${a} wird nach ${b} repliziert.`],
    ['vol-main', 'vol-copy', (a, b) => `The size of ${a} is higher than that of ${b}.`],
    ['vol-main', 'vol-copy', (a, b) => `${a} is larger than ${b}.`],
    ['shop-web-7d9f', 'shop-web', (a, b) => `${a} is owned by ${b}.`],
    ['shop-web-7d9f', 'shop-web', (a, b) => `${b} owns ${a}.`],
    ['shop-web-7d9f', 'shop-web', (a, b) => `The workload of ${a} is ${b}.`],
    ['Ethernet7', 'Port-Channel1', (a, b) => `${a} is a member of ${b}.`],
    ['Ethernet7', 'Port-Channel1', (a, b) => `${b} contains ${a}.`],
  ])('%s and %s: one way it holds, the other way it does not', (a, b, sentence) => {
    expect({ [sentence(a, b)]: holds(sentence(a, b)) }).toEqual({ [sentence(a, b)]: true });
    expect({ [sentence(b, a)]: holds(sentence(b, a)) }).toEqual({ [sentence(b, a)]: false });
  });
});
