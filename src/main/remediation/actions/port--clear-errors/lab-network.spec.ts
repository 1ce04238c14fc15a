import { expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labNetwork } from './lab-network.ts';

const target = buildEntity('interface', 'Ethernet1', { attributes: { device: 'leaf-1' } });
const subject = { target, parameters: {}, view: buildView([target]) };
const errors = (count: number) => ({ errors: count });
const verdict = (...polls: readonly number[]) =>
  labNetwork.verify(subject, errors(900), errors(polls.at(-1) ?? 0), polls.slice(0, -1).map(errors)).is;

it.each([
  ['one look is not enough', [0], 'not-yet'],
  ['still none at the next look', [0, 0], 'met'],
  ['some were counted before it took effect', [900, 0, 0], 'met'],
  ['nothing was cleared', [900, 950, 990], 'not-yet'],
  ['they come again', [0, 40], 'failed'],
  ['they come again, more than there were', [0, 2_000], 'failed'],
  ['they go on from the first look', [40, 90], 'failed'],
] as const)('cleared errors: %s', (_, polls, is) => {
  expect(verdict(...polls)).toBe(is);
});
