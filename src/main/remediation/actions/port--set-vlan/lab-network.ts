import type { Facts } from '../../../../shared/model/plan.ts';
import { check, known, metWhen, numberOf, said, same, textOf } from '../shared/facts.ts';
import { labPortAdapter, portCall } from '../shared/lab-port.ts';
import { callOfPort } from '../shared/port.ts';

interface Parameters {
  readonly mode: 'access' | 'trunk';
  readonly nativeVlan: number;
  readonly taggedVlans: readonly number[];
}

const names = ['mode', 'nativeVlan', 'taggedVlans'] as const;
const ascending = (vlans: readonly number[]) => [...new Set(vlans)].toSorted((a, b) => a - b);
const wanted = ({ mode, nativeVlan, taggedVlans }: Parameters): Facts =>
  known({ mode, nativeVlan, taggedVlans: ascending(taggedVlans).join(',') });

const vlansText = (facts: Facts): string =>
  facts['mode'] === null
    ? 'no VLANs'
    : `${said(facts, 'mode')}, native ${said(facts, 'nativeVlan')}, tagged ${textOf(facts, 'taggedVlans') || 'none'}`;

const argumentsFor = (facts: Facts) => ({
  mode: textOf(facts, 'mode'),
  native_vlan: numberOf(facts, 'nativeVlan'),
  tagged_vlans: (textOf(facts, 'taggedVlans') ?? '').split(',').filter(Boolean).map(Number),
});

export const labNetwork = labPortAdapter<Parameters>({
  writes: ['network_set_port_vlans'],
  preChecks: ({ parameters }, now) => [
    check(textOf(now, 'mode') !== undefined, `it carries VLANs, which can be put back: ${vlansText(now)}`),
    check(now['channel'] === null, `it is no member of a port channel: ${said(now, 'channel')}`),
    check(!same(now, wanted(parameters), names), `it is to have other VLANs than it has: ${vlansText(now)}`),
  ],
  plan: ({ target, parameters }, now) => {
    const there = wanted(parameters);
    return {
      calls: [
        portCall(
          target,
          'network_set_port_vlans',
          `sets ${callOfPort(target)} from ${vlansText(now)} to ${vlansText(there)}`,
          argumentsFor(there),
        ),
      ],
      after: there,
      verification: `${callOfPort(target)} shows ${vlansText(there)}, and its link is as before`,
    };
  },
  verify: ({ parameters }, before, now) => {
    const there = wanted(parameters);
    return metWhen(
      !same(before, there, names) && same(now, there, names) && same(now, before, ['linkUp']),
      `it shows ${vlansText(now)} (before: ${vlansText(before)}), its link is ${now['linkUp'] === true ? 'up' : 'down'}`,
    );
  },
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 10,
  rollback: ({ target }, before, now) =>
    same(now, before, names)
      ? []
      : [
          portCall(
            target,
            'network_set_port_vlans',
            `sets ${callOfPort(target)} back to ${vlansText(before)}`,
            argumentsFor(before),
          ),
        ],
  verifyRollback: (_, before, now) =>
    metWhen(same(now, before, names), `it shows ${vlansText(now)} (before: ${vlansText(before)})`),
});
