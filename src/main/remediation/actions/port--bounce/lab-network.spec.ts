import { expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labNetwork } from './lab-network.ts';

const target = buildEntity('interface', 'Ethernet1', { attributes: { device: 'leaf-1' } });
const subject = { target, parameters: {}, view: buildView([target]) };
const link = (linkUp: boolean, minute: number, adminUp = true) => ({
  adminUp,
  linkUp,
  changedAt: `2026-11-23T12:${String(minute).padStart(2, '0')}:00.000Z`,
});
type Link = ReturnType<typeof link>;
const verdict = (...polls: readonly Link[]) =>
  labNetwork.verify(subject, link(true, 0), polls.at(-1) ?? link(false, 0), polls.slice(0, -1)).is;

it.each<readonly [string, readonly Link[], string]>([
  ['up for three looks since', [link(true, 5), link(true, 5), link(true, 5)], 'met'],
  ['down at first', [link(false, 5), link(true, 6), link(true, 6), link(true, 6)], 'met'],
  ['two looks are not enough', [link(true, 5), link(true, 5)], 'not-yet'],
  ['it has not been down at all', [link(true, 0), link(true, 0), link(true, 0)], 'not-yet'],
  ['it flaps between the looks', [link(true, 5), link(true, 7), link(true, 9)], 'not-yet'],
  ['it stays shut down', [link(false, 5, false), link(false, 5, false), link(false, 5, false)], 'not-yet'],
])('a bounced port: %s', (_, polls, is) => {
  expect(verdict(...polls)).toBe(is);
});

it('that stayed shut down is enabled again', () => {
  expect(labNetwork.rollback?.(subject, link(true, 0), link(false, 5, false))).toMatchObject([
    { tool: 'network_enable_port', arguments: { device: 'leaf-1', port: 'Ethernet1' } },
  ]);
  expect(labNetwork.rollback?.(subject, link(true, 0), link(true, 5))).toEqual([]);
});
