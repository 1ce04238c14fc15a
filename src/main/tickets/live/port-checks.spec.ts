import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../test/support/build-view.ts';
import { silentLogger } from '../../platform/logger.ts';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { portChecks } from './port-checks.ts';
import { readLive } from './read-live.ts';

const collected = '../../collectors/network';
const answerOf = (file: string, tool: string, words: string): string => {
  const { calls } = JSON.parse(readFileSync(new URL(`${collected}/${file}`, import.meta.url), 'utf8')) as {
    calls: { tool: string; args: object; result: { isError: boolean; text: string } }[];
  };
  const found = calls.find(
    (one) => one.tool === tool && !one.result.isError && JSON.stringify(one.args).includes(words),
  );
  return found?.result.text ?? '';
};
const overSnmp = answerOf('snmp/fixtures/network.json', 'list_interfaces', 'leaf-1');
const overSsh = answerOf('ssh/fixtures/hosts.json', 'run-command', 'ip -j -d -s link show');
const sshPort = /"ifname":"(eth\d+)"[^[]*"flags":\[[^\]]*"UP"/.exec(overSsh)?.[1] ?? '';
const port = (name: string) =>
  buildEntity('interface', name, {
    source: 'net',
    nativeId: `leaf-1/${name}`,
    attributes: { device: 'leaf-1', adminUp: true, operUp: true },
  });

const read = (tool: string, answer: string, name: string) =>
  portChecks
    .find((one) => one.tool === tool)
    ?.read(answer, port(name))
    .map(({ speaks, patterns, text, quote }) => {
      expect(answer).toContain(quote);
      return `${speaks} ${patterns.join()}: ${text}`;
    });

const enabled = [
  'against port-disabled: read just now, it is enabled',
  'against port-down: read just now, its link is up',
];
const shutDown = [
  'for port-disabled: read just now, it is administratively down',
  'against port-down: read just now, it is administratively down',
];

describe('what is read live of a port', () => {
  it('over SNMP is whether it is enabled and has a link', () => {
    expect(read('list_interfaces', overSnmp, 'eth2')).toEqual(enabled);
    const shut = overSnmp.replace(
      /("ifName":"eth2"[^[]*?"ifAdminStatus":)"up"(,"ifOperStatus":)"up"/,
      '$1"down"$2"down"',
    );
    expect(read('list_interfaces', shut, 'eth2')).toEqual(shutDown);
    expect(read('list_interfaces', shut, 'eth1')).toEqual(enabled);
    expect(read('list_interfaces', shut, 'eth9')).toEqual([]);
    expect(read('list_interfaces', shut, 'eth2 (ifIndex 4)')).toEqual(shutDown);
  });

  it('over SSH is the same', () => {
    expect(read('run-command', overSsh, sshPort)).toEqual(enabled);
    const shut = overSsh.replace(
      new RegExp(`("ifname":"${sshPort}"[^[]*"flags":\\[[^\\]]*),"UP"`),
      (_, before: string) => before,
    );
    expect(read('run-command', shut, sshPort)).toEqual(shutDown);
  });

  it('is asked by the tools that its server offers, and by no other', async () => {
    const asked: [string, unknown][] = [];
    const { gaps, readings } = await readLive(
      [port('eth2')],
      buildView([]),
      {
        liveTools: {
          of: async () => new Set(['list_interfaces', 'get_vm']),
          call: async (_server, tool, args) => {
            asked.push([tool, args]);
            return { text: overSnmp, isError: false };
          },
        },
        clock: createFakeClock(),
        logger: silentLogger,
      },
      new AbortController().signal,
    );
    expect(asked).toEqual([['list_interfaces', { devices: ['leaf-1'], limit: 1 }]]);
    expect(gaps).toEqual([]);
    expect(readings).toHaveLength(2);
  });
});
