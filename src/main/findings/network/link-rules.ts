import { z } from 'zod';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { defineRule } from '../rule.ts';
import { notGiven, portName } from './verdicts.ts';

type Port = EntityOf<'interface'>;

export const bgpDown = defineRule({
  id: 'NW06',
  domain: 'network',
  title: 'BGP session is not established',
  why: 'Routes of the peer are lost; traffic takes a detour or none.',
  remedy: 'Check the link to the peer, its address, AS number and password.',
  source: 'LibreNMS alert rules',
  reads: ['bgp-peer'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const peer of view.all('bgp-peer')) {
      const { adminUp, state, remoteAsn, peerAddress } = peer.attributes;
      if (adminUp === false) continue;
      if (state === undefined) yield notGiven(peer, 'state', 'session state');
      else if (state !== 'established')
        yield {
          type: 'breach',
          entity: peer,
          severity: 'critical',
          value: state,
          threshold: 'established',
          evidence: `${peer.attributes.device} to ${peerAddress}${remoteAsn === undefined ? '' : ` (AS ${remoteAsn})`}`,
        };
    }
  },
});

export const endsDiffer = defineRule({
  id: 'NW09',
  domain: 'network',
  title: 'The two ends of a link are configured differently',
  why: 'Frames that one end sends and the other does not take are dropped in silence.',
  remedy: 'Align MTU, duplex and VLANs of both ends.',
  source: 'our rule',
  reads: ['interface'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const port of view.all('interface')) {
      for (const peer of view.outbound(port, 'connected-to')) {
        // Each link is judged once, and only within one kind of knowledge: observed or documented.
        if (peer.kind !== 'interface' || peer.id === port.id) continue;
        if (peer.attributes.intent !== port.attributes.intent) continue;
        if (port.id > peer.id && view.outbound(peer, 'connected-to').some((back) => back.id === port.id))
          continue;
        const { compared, differences } = compareEnds(port, peer);
        if (!compared) yield notGiven(port, 'mtu', 'MTU, duplex and VLANs of both ends');
        for (const { what, here, there } of differences)
          yield {
            type: 'breach',
            entity: port,
            severity: 'warning',
            value: `${what} ${here} against ${there}`,
            threshold: 'equal on both ends',
            evidence: `${portName(port)} – ${portName(peer)}`,
            discriminator: `${what} to ${portName(peer)}`,
          };
      }
    }
  },
});

interface Difference {
  readonly what: string;
  readonly here: string;
  readonly there: string;
}

/** A host or a router at an access port is no mistake: both send frames without a tag. */
const frames = (mode: Port['attributes']['mode']) => (mode === 'routed' ? 'access' : mode);

/** Only what both ends tell is compared; a routed end and a switched end differ in mode, not in VLANs. */
function compareEnds(a: Port, b: Port): { compared: boolean; differences: readonly Difference[] } {
  const [left, right] = [a.attributes, b.attributes];
  let compared = false;
  const differences: Difference[] = [];
  const compare = <T>(
    what: string,
    here: T | undefined,
    there: T | undefined,
    text: (value: T) => string = String,
  ) => {
    if (here === undefined || there === undefined) return;
    compared = true;
    if (text(here) !== text(there)) differences.push({ what, here: text(here), there: text(there) });
  };
  const fixed = (duplex: string | undefined) => (duplex === 'auto' ? undefined : duplex);
  const vlans = (list: readonly number[]) => (list.length === 0 ? 'none' : list.join(','));
  compare('MTU', left.mtu, right.mtu);
  compare('duplex', fixed(left.duplex), fixed(right.duplex));
  if (frames(left.mode) === frames(right.mode) || left.mode === undefined || right.mode === undefined) {
    compare('native VLAN', left.nativeVlan, right.nativeVlan);
    if (left.mode === 'trunk')
      compare('tagged VLANs', left.taggedVlans ?? [], right.taggedVlans ?? [], vlans);
  } else {
    compare('mode', left.mode, right.mode);
  }
  return { compared, differences };
}
