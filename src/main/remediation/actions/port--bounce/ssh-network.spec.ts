import { expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { sshNetwork } from './ssh-network.ts';

const target = buildEntity('interface', 'swp1', { attributes: { device: 'leaf1' } });
const subject = { target, parameters: {}, view: buildView([target]) };
const link = (linkUp: boolean, carrierChanges: number, adminUp = true) => ({
  profile: 'leaf1',
  carries: '',
  adminUp,
  linkUp,
  carrierChanges,
});
type Link = ReturnType<typeof link>;
const verdict = (...polls: readonly Link[]) =>
  sshNetwork.verify(subject, link(true, 3), polls.at(-1) ?? link(false, 0), polls.slice(0, -1)).is;

it.each<readonly [string, readonly Link[], string]>([
  ['up for three looks since', [link(true, 5), link(true, 5), link(true, 5)], 'met'],
  ['two looks are not enough', [link(true, 5), link(true, 5)], 'not-yet'],
  ['it has not been down at all', [link(true, 3), link(true, 3), link(true, 3)], 'not-yet'],
  ['it flaps between the looks', [link(true, 5), link(true, 7), link(true, 9)], 'not-yet'],
  ['it stays shut down', [link(false, 4, false), link(false, 4, false), link(false, 4, false)], 'not-yet'],
])('a bounced port of a host: %s', (_, polls, is) => {
  expect(verdict(...polls)).toBe(is);
});

it('is shut down and enabled again, and enabled where it stayed shut down', () => {
  const commands = (
    calls: readonly { readonly arguments: Readonly<Record<string, unknown>> }[] | undefined,
  ) => calls?.map((call) => call.arguments['command']);
  expect(commands(sshNetwork.plan(subject, link(true, 3)).calls)).toEqual([
    'sudo -n ip link set dev swp1 down',
    'sudo -n ip link set dev swp1 up',
  ]);
  expect(commands(sshNetwork.rollback?.(subject, link(true, 3), link(false, 4, false)))).toEqual([
    'sudo -n ip link set dev swp1 up',
  ]);
  expect(sshNetwork.rollback?.(subject, link(true, 3), link(true, 5))).toEqual([]);
});

it('is not begun where its changes cannot be counted', () => {
  const { carrierChanges, ...uncounted } = link(true, 3);
  expect(carrierChanges).toBe(3);
  expect(sshNetwork.preChecks(subject, uncounted).filter(({ ok }) => !ok)).toHaveLength(1);
});
