import { describe, expect, test } from 'vitest';
import { answered } from '../../../test/support/scripted-session.ts';
import { remediationActions } from '../remediation/registry.ts';
import { draftProfile, type DraftSample } from './draft-profile.ts';
import { faultText, parseProfile } from './parse-profile.ts';

const server = {
  name: 'ACME Cloud',
  version: '1',
  tools: [
    { name: 'list_vms', inputSchema: { properties: { page_token: {}, limit: {} } } },
    { name: 'listVolumes', inputSchema: { properties: { offset: {}, limit: {} } } },
    { name: 'deleteVm', inputSchema: {} },
    { name: 'get_status', inputSchema: {} },
  ],
};
const sample = (tool: string, value: unknown, args = {}): DraftSample => ({
  tool,
  arguments: args,
  answer: answered(value),
});
const vms = {
  data: {
    vms: [
      {
        uuid: 'u1',
        display_name: 'web',
        status: 'RUNNING',
        cpus: 2,
        memory_mb: 4_096,
        'os.type': 'linux',
        host: { name: 'h1' },
      },
      {
        uuid: 'u2',
        display_name: 'db',
        status: 'SHUTOFF',
        cpus: 4,
        memory_mb: 8_192,
        'os.type': 'linux',
        host: { name: 'h2' },
      },
      {
        uuid: 'u3',
        display_name: 'old',
        status: 'MIGRATING',
        cpus: 1,
        memory_mb: 512,
        'os.type': 'bsd',
        host: { name: 'h1' },
      },
    ],
  },
  next_page_token: 'abc',
};

describe('a drafted profile', () => {
  test('can be used as it is, and says of each guess what to look at', async () => {
    const { text, notes } = await draftProfile('acme', server, [sample('list_vms', vms, { filter: '=x' })]);
    const parsed = parseProfile(text, remediationActions);
    expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([]);
    const profile = parsed.ok ? parsed.profile.source : undefined;
    expect(profile).toMatchObject({
      id: 'acme-cloud',
      domain: 'vmware',
      matches: { tools: ['list_vms'] },
      tools: { list_vms: 'read' },
      collect: [
        {
          step: 'vms',
          tool: 'list_vms',
          arguments: { filter: '==x' },
          items: 'data.vms',
          paging: { by: 'cursor', argument: 'page_token', next: 'next_page_token' },
        },
      ],
      entities: [
        {
          kind: 'vm',
          nativeId: 'uuid',
          name: 'display_name',
          attributes: {
            vcpus: 'cpus',
            memoryBytes: '$bytes(memory_mb, "MiB")',
            powerState: '$lookup({"RUNNING":"on","SHUTOFF":"off"}, status)',
          },
        },
      ],
    });
    expect(notes).toContain('list_vms, powerState: of status it is not known what MIGRATING means');
    expect(text).toContain('# deleteVm: write');
    expect(text).toContain('# get_status: read');
  });

  test('is of one domain: what is of another is said', async () => {
    const volumes = { volumes: [{ id: 'v1', name: 'a', size: 1_000_000_000 }] };
    const { text, notes } = await draftProfile(
      'acme',
      server,
      [sample('list_vms', vms), sample('listVolumes', volumes)],
      { domain: 'vmware' },
    );
    expect(text).not.toContain('listVolumes: read\n  list');
    expect(notes.join('\n')).toMatch(/listVolumes/);
  });

  test.each([
    ['words', 'VM web is up', /answers in words/],
    ['a failure', { failed: 'no token' }, /it said: no token/],
    ['nothing that is a list', { ok: true }, /no list of things/],
  ])('says what %s does not tell', async (_, value, because) => {
    const { notes } = await draftProfile('acme', server, [sample('list_vms', value)]);
    expect(notes[0]).toMatch(because);
    expect(notes.at(-1)).toContain('--sample list_vms');
  });

  test('takes of a model what fits the kind and the sample, and nothing else', async () => {
    const asked: unknown[] = [];
    const { text, notes } = await draftProfile('acme', server, [sample('list_vms', vms)], {
      propose: (question) => {
        asked.push(question);
        return Promise.resolve([
          { attribute: 'osReported', expression: '`os.type` & " guest"' },
          { attribute: 'vcpus', expression: '99' },
          { attribute: 'template', expression: '"yes"' },
          { attribute: 'notes', expression: '$eval(display_name)' },
          { attribute: 'folder', expression: 'nowhere' },
          { attribute: 'colour', expression: 'status' },
          { attribute: 'dnsName', expression: '$match(display_name, /a+/)' },
        ]);
      },
    });
    expect(asked).toMatchObject([{ kind: 'vm', title: 'VM' }]);
    expect(JSON.stringify(asked)).not.toContain('"name":"vcpus"');
    expect(text).toContain(`osReported: '\`os.type\` & " guest"'`);
    expect(text).toContain('vcpus: cpus');
    const left = notes.filter((note) => note.includes('proposed and left out'));
    expect(left.map((note) => /left out: (\w+)/.exec(note)?.[1])).toEqual([
      'template',
      'notes',
      'folder',
      'colour',
      'dnsName',
    ]);
    expect(parseProfile(text, remediationActions).ok).toBe(true);
  });

  test.each([
    '($f := function($s, $n) { $n = 0 ? $length($s) : $f($s & $s, $n - 1) }; $f("aaaaaaaaaa", 25))',
    '($a := display_name & display_name; $length($a & $a))',
    '$count([1..9999].[1..9999])',
    `$length($replace($replace("${'a'.repeat(99)}", "a", "${'a'.repeat(999)}"), "a", "${'a'.repeat(3_000)}"))`,
  ])('runs nothing of a model that makes more than the sample has: %s', async (expression) => {
    const began = performance.now();
    const { text, notes } = await draftProfile('acme', server, [sample('list_vms', vms)], {
      propose: () => Promise.resolve([{ attribute: 'notes', expression }]),
    });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(text).not.toContain('notes:');
    expect(notes.join('\n')).toContain('it is more than a mapping');
  });

  test('of an answer that is made to break it is YAML all the same', async () => {
    const nasty = [
      { id: '1', name: 'a', 'x: y\n- z': '#', '`': 1, status: '"; }, x' },
      { id: '2', name: 'b', 'x: y\n- z': '"', '`': 2, status: '\u0000' },
    ];
    const { text } = await draftProfile(
      'acme',
      { ...server, name: '"\n: {', tools: [...server.tools, { name: 'a\nkind: evil', inputSchema: {} }] },
      [sample('list_vms', nasty)],
    );
    const parsed = parseProfile(text, remediationActions);
    expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([]);
  });
});
