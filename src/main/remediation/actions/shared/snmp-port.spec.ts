import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import type { Recording } from '../../../../../test/support/recorded-session.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ToolResult } from '../../../mcp/session.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { snmp as bounce } from '../port--bounce/snmp.ts';
import { snmp as disable } from '../port--disable/snmp.ts';
import { snmp as enable } from '../port--enable/snmp.ts';

/** Answers of our server in front of snmpd. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../collectors/network/snmp/fixtures/network.json'), 'utf8'),
) as Recording;
type Item = Record<string, unknown> & { device: string };

function readerOf(change: (item: Item) => Item = (item) => item): LiveReader {
  return {
    source: 'snmp',
    call(tool, args) {
      const call = recorded.calls.find((one) => one.tool === tool);
      if (!call) throw new Error(`${tool} was not recorded`);
      const { items, ...rest } = structuredClone(call.result.data) as { items: Item[] };
      const names = args['devices'] as string[] | undefined;
      const found = items.filter(({ device }) => names?.includes(device) ?? true).map(change);
      return Promise.resolve({ ...call.result, data: { ...rest, items: found } });
    },
  };
}
const refusing = (text: string): LiveReader => ({
  source: 'snmp',
  call: () => Promise.resolve({ isError: true, text, content: [], data: undefined } as unknown as ToolResult),
});
const subjectOf = (device: string, name: string) => {
  const target = buildEntity('interface', name, { attributes: { device } });
  return { target, parameters: {}, view: buildView([target]) };
};
const leaf = subjectOf('leaf-1', 'eth2');

describe('what a port is, read from the device', () => {
  test('its state, and whether it may be changed', async () => {
    expect(await disable.read(leaf, readerOf())).toMatchObject({
      is: 'there',
      facts: {
        adminUp: true,
        linkUp: true,
        lastChange: expect.any(Number),
        neverShutDown: '',
        writable: true,
      },
    });
    const management = await disable.read(subjectOf('leaf-1', 'mgmt0'), readerOf());
    expect(management).toMatchObject({ facts: { neverShutDown: expect.stringContaining('managed over') } });
    const readOnly = await disable.read(subjectOf('edge-1', 'eth1'), readerOf());
    expect(readOnly).toMatchObject({ facts: { writable: false } });
  });

  test('one that the device no longer has, and one whose device is no longer in the file', async () => {
    expect(await disable.read(subjectOf('leaf-1', 'eth7'), readerOf())).toMatchObject({ is: 'gone' });
    const text = 'There is no device "leaf-1" in the file of devices. There are: a.';
    expect(await disable.read(leaf, refusing(text))).toMatchObject({ is: 'gone' });
  });

  test.each([
    ['a device that answers by halves', (item: Item) => ({ ...item, status: 'partial' })],
    ['a device that is silent', (item: Item) => ({ device: item.device, status: 'failed' })],
    ['another device', (item: Item) => ({ ...item, device: 'leaf-2' })],
    [
      'two interfaces of the name',
      (item: Item) => ({
        ...item,
        ...('interfaces' in item && {
          interfaces: [...(item['interfaces'] as unknown[]), { ifIndex: 99, ifName: 'eth2' }],
        }),
      }),
    ],
  ])('nothing follows from %s', async (_, change) => {
    await expect(disable.read(leaf, readerOf(change))).rejects.toThrow('cannot be used');
  });
});

const facts = (adminUp: boolean, linkUp: boolean, lastChange: number, more: Facts = {}): Facts => ({
  adminUp,
  linkUp,
  lastChange,
  neverShutDown: '',
  writable: true,
  ...more,
});
const fails = (checks: readonly { text: string; ok: boolean }[]) =>
  checks.filter(({ ok }) => !ok).map(({ text }) => text);

describe('shutting down', () => {
  test('is one call to the device, and taken back by another', () => {
    expect(disable.plan(leaf, facts(true, true, 1)).calls).toEqual([
      {
        tool: 'set_interface_admin_status',
        arguments: { device: 'leaf-1', interface: 'eth2', status: 'down' },
        does: 'shuts leaf-1 eth2 down',
      },
    ]);
    expect(disable.rollback?.(leaf, facts(true, true, 1), facts(false, false, 2))).toMatchObject([
      { arguments: { interface: 'eth2', status: 'up' }, does: 'enables leaf-1 eth2 again' },
    ]);
    expect(disable.rollback?.(leaf, facts(true, true, 1), facts(true, true, 1))).toEqual([]);
  });

  test('is not begun on what it must not, or need not, be done to', () => {
    expect(fails(disable.preChecks(leaf, facts(true, true, 1)))).toEqual([]);
    expect(fails(disable.preChecks(leaf, facts(false, false, 1)))).toHaveLength(1);
    const never = facts(true, true, 1, { neverShutDown: 'mgmt0 is managed over' });
    expect(fails(disable.preChecks(leaf, never))).toEqual([expect.stringContaining('mgmt0 is managed over')]);
    expect(fails(disable.preChecks(leaf, facts(true, true, 1, { writable: false })))).toEqual([
      expect.stringContaining('writeCredentials'),
    ]);
  });

  test.each([
    ['down and shown so', facts(false, false, 2), 'met'],
    ['shut down, the link still shown', facts(false, true, 2), 'not-yet'],
    ['as it was', facts(true, true, 1), 'not-yet'],
  ] as const)('%s', (_, now, is) => {
    expect(disable.verify(leaf, facts(true, true, 1), now, []).is).toBe(is);
  });
});

describe('enabling', () => {
  const subject = { ...leaf, parameters: { expectLink: true } };
  const before = facts(false, false, 5);

  test.each([
    ['up, and up at the look before', [facts(true, true, 9)], facts(true, true, 9), 'met'],
    ['up at one look alone', [], facts(true, true, 9), 'not-yet'],
    ['it flaps', [facts(true, true, 9)], facts(true, true, 12), 'not-yet'],
    ['no link', [facts(true, false, 9)], facts(true, false, 9), 'not-yet'],
  ] as const)('%s', (_, earlier, now, is) => {
    expect(enable.verify(subject, before, now, earlier).is).toBe(is);
  });

  test('needs no link where none is expected', () => {
    const alone = { ...leaf, parameters: { expectLink: false } };
    expect(enable.verify(alone, before, facts(true, false, 9), []).is).toBe('met');
  });
});

describe('bouncing', () => {
  const before = facts(true, true, 5);

  test('is shutting down and enabling, in this order', () => {
    expect(bounce.plan(leaf, before).calls.map((call) => call.arguments['status'])).toEqual(['down', 'up']);
  });

  test.each([
    ['up for three looks since', [9, 9, 9], 'met'],
    ['not down at all', [5, 5, 5], 'not-yet'],
    ['two looks are not enough', [9, 9], 'not-yet'],
    ['it flaps', [9, 11, 13], 'not-yet'],
  ] as const)('%s', (_, changes, is) => {
    const looks = changes.map((lastChange) => facts(true, true, lastChange));
    expect(bounce.verify(leaf, before, looks.at(-1) ?? before, looks.slice(0, -1)).is).toBe(is);
  });

  test('one that stayed shut down is enabled again', () => {
    expect(bounce.rollback?.(leaf, before, facts(false, false, 9))).toMatchObject([
      { arguments: { status: 'up' } },
    ]);
    expect(bounce.verifyRollback?.(leaf, before, facts(true, false, 9)).is).toBe('met');
  });
});

test('since when a link is as it is, is told as people tell it', () => {
  const textOf = (lastChange: number) =>
    disable.verify(leaf, facts(true, true, 1), facts(false, false, lastChange), []).text;
  expect(textOf(185_577)).toContain('its link is down since 30 min 56 s after its SNMP agent started');
  expect(textOf(0)).toContain('its link is down since its SNMP agent started');
});
