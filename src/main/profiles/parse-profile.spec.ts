import { describe, expect, test } from 'vitest';
import { profileText } from '../../../test/support/read-profile.ts';
import { remediationActions } from '../remediation/registry.ts';
import { faultText, parseProfile } from './parse-profile.ts';

const acme = profileText('acme');
const faultsOf = (text: string): readonly string[] => {
  const parsed = parseProfile(text, remediationActions);
  return parsed.ok ? [] : parsed.faults.map(faultText);
};
/** The profile of a site that works, with one thing that does not. */
const faultsWith = (part: string, other: string): readonly string[] => {
  expect(acme).toContain(part);
  return faultsOf(acme.replace(part, other));
};

describe('a profile as it is written', () => {
  test('is taken when there is nothing wrong with it', () => {
    expect(faultsOf(acme)).toEqual([]);
  });

  test.each([
    [
      'a name that nobody knows',
      'title: ACME cloud',
      'title: ACME cloud\ncolour: red',
      /line 4, colour: there is no such setting/,
    ],
    ['another version of the format', 'profile: 1', 'profile: 2', /expected `profile: 1`/],
    ['no YAML', 'matches:', 'matches: [', /expected YAML/],
    ['an alias', 'version: 2', 'version: &v 2\ndescription: *v', /without aliases/],
    ['a tool that is not classified', '  get_machine: read\n', '', /"get_machine" is not among `tools`/],
    [
      'a tool that changes something, where lists are read',
      'list_machines: read',
      'list_machines: write',
      /collect\.0\.tool: "list_machines" is classified as write/,
    ],
    [
      'a tool that is called read-only, where something is changed',
      'start_machine: write',
      'start_machine: read',
      /calls\.0\.tool: "start_machine" is classified as read/,
    ],
    [
      'a kind of another domain',
      'kind: vm',
      'kind: switch',
      /switch is a kind of network, this profile is for vmware/,
    ],
    ['a step that there is not', 'from: machines', 'from: others', /there is no step "others"/],
    [
      'an attribute that there is not',
      'vcpus: cpu_count',
      'cpus: cpu_count',
      /vm has no attribute "cpus": did you mean vcpus/,
    ],
    [
      'an attribute in another unit',
      'memoryBytes: $bytes(mem_mb',
      'memoryMb: $bytes(mem_mb',
      /no attribute "memoryMb": did you mean memoryBytes/,
    ],
    [
      'a number of another unit',
      '$bytes(mem_mb, "MiB")',
      'mem_mb',
      /"mem_mb" looks like MB, and memoryBytes is in Bytes: \$bytes\(mem_mb, "MiB"\)/,
    ],
    [
      'a state that the kind does not know',
      '"RUNNING": "on", "STOPPED": "off"}, state',
      '"RUNNING": "running"}, state',
      /it can be "running", which does not fit/,
    ],
    ['a constant that does not fit', 'vcpus: cpu_count', 'template: 5', /it can be 5, which does not fit/],
    ['what is no expression', 'vcpus: cpu_count', 'vcpus: cpu_count +', /attributes\.vcpus: /],
    [
      'a list of a step that comes later',
      'vcpus: cpu_count',
      'host: $find("hosts", "id", host).name',
      /\$find: there is no step "hosts" before this: machines/,
    ],
    [
      'a step whose name is computed',
      'vcpus: cpu_count',
      'host: $find(which, "id", host).name',
      /expected the name of a step in quotes/,
    ],
    [
      'an argument that paging sets',
      'items: machines',
      'items: machines\n    arguments: { offset: 5 }',
      /paging sets this argument/,
    ],
    [
      'an action that there is not',
      'vm.power-on:',
      'vm.explode:',
      /the catalogue has no action "vm.explode"/,
    ],
    [
      'an action that cannot be taken back, where it can',
      /    rollback:[^]*$/,
      '',
      /it can be taken back: expected `rollback`/,
    ],
    [
      'a condition on what nobody reads',
      'met: before.powerState = "off" and now.powerState = "on"',
      'met: now.heartbeat = "green"',
      /"now.heartbeat" is not known: there are name, powerState/,
    ],
    [
      'a condition that holds anyway',
      'met: before.powerState = "off" and now.powerState = "on"',
      'met: before.powerState = "off"',
      /expected a condition on what is read afterwards/,
    ],
    [
      'a condition with a function in it',
      'check: now.powerState = "off"',
      'check: $length(now.name) > 3',
      /the function \$length cannot stand in what an action decides by/,
    ],
    [
      'a plan that knows what comes afterwards',
      "does: 'starts {target.name}'",
      "does: 'starts {before.name}'",
      /"before" is not known here/,
    ],
    [
      'a parameter that the action does not have',
      'tool: start_machine, arguments: { uid: =target.nativeId }',
      'tool: start_machine, arguments: { uid: =parameters.uid }',
      /"parameters.uid" is not known: there are none/,
    ],
    [
      'an action on what it does not collect',
      'kind: vm',
      'kind: host',
      /it is for vm, and this profile collects none/,
    ],
  ])('is refused with %s, saying where', (_, part, other, because) => {
    const found = typeof part === 'string' ? faultsWith(part, other) : faultsOf(acme.replace(part, other));
    expect(found.join('\n')).toMatch(because);
  });

  test('says what is wrong with all of it, each with its line', () => {
    const text = acme
      .replace('vcpus: cpu_count', 'cpus: cpu_count')
      .replace('from: machines', 'from: others');
    const parsed = parseProfile(text, remediationActions);
    const faults = parsed.ok ? [] : parsed.faults;
    expect(
      faults.map(({ path, line }) => [path, (text.split('\n')[(line ?? 1) - 1] ?? '').trim().split(':')[0]]),
    ).toEqual([
      ['entities.0.from', 'from'],
      ['entities.0.attributes.cpus', 'cpus'],
    ]);
  });

  test('warns of a tool that it vouches for and does not use', () => {
    const parsed = parseProfile(
      acme.replace('  get_machine: read\n', '  get_machine: read\n  show_log: read\n'),
      remediationActions,
    );
    expect(parsed.ok && parsed.warnings.map(({ path }) => path)).toEqual(['tools.show_log']);
  });

  test('of any length takes no time', () => {
    const began = performance.now();
    expect(faultsOf('a: b\n'.repeat(1_000_000))).toEqual([expect.stringMatching(/at most 65536 characters/)]);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
