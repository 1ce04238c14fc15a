import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import { check, known, metWhen, numberOf, said, same, textOf, type Call } from '../shared/facts.ts';
import { callOfPort } from '../shared/port.ts';
import { hostCall, notItsOwnWay, sshPortAdapter } from '../shared/ssh-port.ts';

interface Parameters {
  readonly mode: 'access' | 'trunk';
  readonly nativeVlan: number;
  readonly taggedVlans: readonly number[];
}

const names = ['mode', 'nativeVlan', 'taggedVlans'] as const;
const ascending = (vlans: readonly number[]) => [...new Set(vlans)].toSorted((a, b) => a - b);
/** A trunk carries its native VLAN without a tag; that it carries it is no news. */
const wanted = ({ mode, nativeVlan, taggedVlans }: Parameters): Facts =>
  known({
    mode,
    nativeVlan,
    taggedVlans: ascending(taggedVlans.filter((vlan) => vlan !== nativeVlan)).join(','),
  });

const vlansText = (facts: Facts): string =>
  facts['mode'] === null || facts['mode'] === undefined
    ? 'no VLANs'
    : `${said(facts, 'mode')}, native ${said(facts, 'nativeVlan')}, tagged ${textOf(facts, 'taggedVlans') || (facts['mode'] === 'trunk-all' ? 'all' : 'none')}`;

/** A plan has at most fifty calls, and a bridge takes one for each VLAN. */
const mostChanges = 40;
const vlanNumbers = (facts: Facts): number[] =>
  (textOf(facts, 'taggedVlans') ?? '').split(',').filter(Boolean).map(Number);

/** Open vSwitch takes it all or nothing: one command. */
function switchCall(now: Facts, target: Entity, to: Facts): Call {
  const port = target.name;
  const access = to['mode'] === 'access';
  // Without any a trunk carries all of them: the native one alone stands for none.
  const trunks = access ? '' : textOf(to, 'taggedVlans') || said(to, 'nativeVlan');
  const mode = access ? 'access' : 'native-untagged';
  const columns = `vlan_mode=${mode} tag=${numberOf(to, 'nativeVlan')}${trunks === '' ? '' : ` trunks=${trunks}`}`;
  const rest = trunks === '' ? ` -- clear Port ${port} trunks` : '';
  return hostCall(
    now,
    `sudo -n ovs-vsctl --timeout=10 -- set Port ${port} ${columns}${rest}`,
    `sets ${callOfPort(target)} from ${vlansText(now)} to ${vlansText(to)}`,
  );
}

/** As it was written, not only as it worked. */
function switchBack(before: Facts, target: Entity): Call {
  const port = target.name;
  const columns = { vlan_mode: before['setMode'], tag: before['setTag'], trunks: before['setTrunks'] };
  const words = Object.entries(columns).map(([column, value]) =>
    value === null || value === undefined || value === ''
      ? `-- clear Port ${port} ${column}`
      : `-- set Port ${port} ${column}=${String(value)}`,
  );
  return hostCall(
    before,
    `sudo -n ovs-vsctl --timeout=10 ${words.join(' ')}`,
    `sets ${callOfPort(target)} back to ${vlansText(before)}`,
  );
}

/** What is missing first, so that no frame is without a VLAN longer than it has to; then what is too much. */
function bridgeCalls(now: Facts, target: Entity, to: Facts): Call[] {
  const device = target.name;
  const native = numberOf(to, 'nativeVlan');
  const tagged = vlanNumbers(to);
  const has = new Set(vlanNumbers(now));
  const old = now['nativeVlan'];
  const add = tagged
    .filter((vlan) => !has.has(vlan))
    .map((vlan) =>
      hostCall(
        now,
        `sudo -n bridge vlan add vid ${vlan} dev ${device}`,
        `lets ${callOfPort(target)} carry VLAN ${vlan} with a tag`,
      ),
    );
  const keep = new Set([native, ...tagged]);
  const remove = [...has, ...(typeof old === 'number' ? [old] : [])]
    .filter((vlan) => !keep.has(vlan))
    .map((vlan) =>
      hostCall(
        now,
        `sudo -n bridge vlan del vid ${vlan} dev ${device}`,
        `takes VLAN ${vlan} from ${callOfPort(target)}`,
      ),
    );
  return [
    hostCall(
      now,
      `sudo -n bridge vlan add vid ${native} dev ${device} pvid untagged`,
      `makes VLAN ${native} the untagged one of ${callOfPort(target)}, until the host starts anew`,
    ),
    ...add,
    ...remove,
  ];
}

const onSwitch = (facts: Facts) => facts['vlansBy'] === 'Open vSwitch';

export const sshNetwork = sshPortAdapter<Parameters>({
  preChecks: ({ target, parameters }, now) => [
    check(textOf(now, 'mode') !== undefined, `it carries VLANs, which can be put back: ${vlansText(now)}`),
    check(
      onSwitch(now) ||
        ((now['mode'] === 'access' || now['mode'] === 'trunk') && typeof now['nativeVlan'] === 'number'),
      `each of its VLANs is known: ${vlansText(now)}`,
    ),
    check(now['channel'] === null, `it is no member of a bond: ${said(now, 'channel')}`),
    check(!same(now, wanted(parameters), names), `it is to have other VLANs than it has: ${vlansText(now)}`),
    notItsOwnWay(now),
    ...(onSwitch(now)
      ? []
      : [
          check(
            bridgeCalls(now, target, wanted(parameters)).length <= mostChanges,
            `it takes at most ${mostChanges} commands`,
          ),
        ]),
  ],
  plan: ({ target, parameters }, now) => {
    const there = wanted(parameters);
    return {
      calls: onSwitch(now)
        ? [switchCall(now, target, there)]
        : bridgeCalls(now, target, there).slice(0, mostChanges),
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
  verifyWithinSeconds: 30,
  pollEverySeconds: 5,
  estimateSeconds: 10,
  rollback: ({ target }, before, now) => {
    if (same(now, before, names)) return [];
    return onSwitch(before) ? [switchBack(before, target)] : bridgeCalls(now, target, before);
  },
  verifyRollback: (_, before, now) =>
    metWhen(same(now, before, names), `it shows ${vlansText(now)} (before: ${vlansText(before)})`),
});
