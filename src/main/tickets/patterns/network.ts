import { callOf } from '../../../shared/model/call-of.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { changeEvidence, changeLine } from '../../assistant/change-line.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { definePattern, sign, told, type CausePattern, type Sign } from './cause-pattern.ts';

const devices = ['switch', 'router', 'firewall', 'device'] as const;
/** Up and down so often within a day is flapping; a link that was pulled once comes and goes less. */
const leastFlaps = 3;
const dayMs = 86_400_000;

const deviceDown = definePattern({
  id: 'device-down',
  title: 'Device does not answer',
  kinds: devices,
  symptoms:
    /\bswitch\b|router|firewall|lost .*\bnetwork|network (?:outage|loss|is gone)|\brack\b.*\bnetwork|netzausfall|\bdown\b|unreachable|not respond|no power|offline|nicht erreichbar|antwortet nicht|ausgefallen/i,
  rules: ['NW01'],
  follows: ['NW02', 'NW06', 'NW08', 'VS09', 'VS10'],
  spreads: true,
  cause: ({ name }) => `${name} does not answer: it lost power, or everything that leads to it`,
  signs(device) {
    if (!('reachable' in device.attributes)) return [];
    const { reachable } = device.attributes;
    if (reachable === true) return [sign('against', 'conclusive', device, ['reachable'], 'it answers')];
    return reachable === false ? [sign('for', 'moderate', device, ['reachable'], 'it does not answer')] : [];
  },
});

const portFlapping = definePattern({
  id: 'port-flapping',
  title: 'Port flaps',
  kinds: ['interface'],
  symptoms:
    /flap|flatter|up and down|carrier transition|weg und wieder da|bounc|unstable|intermittent|wackel|instabil|link (?:up|down)/i,
  follows: ['NW02', 'NW08', 'VS09'],
  spreads: true,
  actions: ['port.bounce'],
  cause: (port) => `${callOf(port)} goes down and comes up again and again`,
  signs(port, { view }) {
    if (port.kind !== 'interface') return [];
    const since = new Date(Date.parse(view.at) - dayMs).toISOString();
    const flaps = view
      .changesSince(since as typeof view.at)
      .filter(({ entityId, path }) => entityId === port.id && path === 'attributes.operUp');
    if (flaps.length < leastFlaps) return [];
    const text = `its link changed ${flaps.length} times within a day, last at ${flaps[0]?.at ?? ''}`;
    return [told('for', 'conclusive', port, 'operUp', text)];
  },
});

const portDown = definePattern({
  id: 'port-down',
  title: 'Port down',
  kinds: ['interface'],
  symptoms: /\blink\b|\bport\b|interface|\bdown\b|no link|cable|optic|kabel|schnittstelle/i,
  rules: ['NW02'],
  follows: ['NW08', 'VS09', 'NW06'],
  spreads: true,
  actions: ['port.bounce'],
  cause: (port) => `${callOf(port)} is enabled and has no link`,
  signs: (port) => {
    if (port.kind !== 'interface') return [];
    const { adminUp, operUp } = port.attributes;
    const found: Sign[] = [];
    if (operUp === true) found.push(sign('against', 'conclusive', port, ['operUp'], 'its link is up'));
    if (operUp === false && adminUp === true) {
      found.push(sign('for', 'moderate', port, ['operUp', 'adminUp', 'lastChangeAt'], 'its link is down'));
    }
    return found;
  },
});

const portDisabled = definePattern({
  id: 'port-disabled',
  title: 'Port shut down',
  kinds: ['interface'],
  symptoms:
    /disabled|shut ?down|admin(?:istratively)? down|\blink ?down\b|\bport\b|interface|abgeschaltet|deaktiviert/i,
  rules: ['NW03'],
  follows: ['NW02', 'NW08', 'VS09'],
  spreads: true,
  actions: ['port.enable'],
  cause: (port, { view }) =>
    shutDown(port, view) === undefined
      ? `${callOf(port)} is shut down although something is connected to it`
      : `${callOf(port)} was shut down: it is administratively down`,
  signs(port, { view }) {
    if (port.kind !== 'interface') return [];
    if (port.attributes.adminUp === true)
      return [sign('against', 'strong', port, ['adminUp'], 'it is enabled')];
    // Spare ports are shut down for good: that tells nothing.
    const change = shutDown(port, view);
    if (change === undefined) return [];
    return [
      sign('for', 'strong', port, ['adminUp', 'operUp'], 'it is administratively down'),
      {
        speaks: 'for',
        strength: 'weak',
        // A collection may see it later than whoever watches the link.
        text: `${changeLine(change)}, first seen at ${change.at}`,
        rests: changeEvidence(change),
      },
    ];
  },
});

/** The change by which a port that is shut down came to be so, where it was enabled until then, within a day. */
function shutDown(port: Entity, view: InventoryView): Change | undefined {
  if (port.kind !== 'interface' || port.attributes.adminUp !== false) return undefined;
  const since = new Date(Date.parse(view.at) - dayMs).toISOString();
  const last = view
    .changesSince(since as typeof view.at)
    .find(({ entityId, path }) => entityId === port.id && path === 'attributes.adminUp');
  return last?.from === true && last.to === false ? last : undefined;
}

const damagedFrames = definePattern({
  id: 'link-errors',
  title: 'Link damages frames',
  kinds: ['interface'],
  symptoms:
    /errors?\b|\bcrc\b|packet loss|retransmi|(?:bad|damaged|corrupt(?:ed)?) frames|\bfcs\b|drops?\b|\bslow|optic|duplex|fehler|paketverlust|langsam/i,
  rules: ['NW05'],
  spreads: true,
  cause: (port) => `${callOf(port)} receives damaged frames: optic, cable or duplex`,
});

const linkFull = definePattern({
  id: 'link-full',
  foretold: true,
  title: 'Link nearly full',
  kinds: ['interface'],
  symptoms: /\bslow|latency|congest|bandwidth|utili[sz]ation|drops?\b|langsam|ausgelastet|auslastung/i,
  rules: ['NW04'],
  spreads: true,
  cause: (port) => `${callOf(port)} is nearly full`,
});

const linkMismatch = definePattern({
  id: 'link-mismatch',
  title: 'Ends of a link differ',
  kinds: ['interface'],
  symptoms:
    /\bmtu\b|duplex|mismatch|jumbo|fragment|vlan|(?:large|big) (?:packets|frames|transfers|pings)|small (?:packets|pings)|große (?:pakete|pings|übertragungen)|kleine pakete/i,
  rules: ['NW09'],
  spreads: true,
  changes: /^attributes\.(?:mtu|duplex|mode|nativeVlan|taggedVlans)$/,
  cause: (port) => `The two ends of the link at ${callOf(port)} are configured differently`,
});

const lagDegraded = definePattern({
  id: 'lag-degraded',
  title: 'Link aggregation lacks members',
  kinds: ['interface'],
  symptoms: /\blag\b|lacp|port-?channel|bond|aggregat/i,
  rules: ['NW08'],
  spreads: true,
  cause: (port) => `Link aggregation ${callOf(port)} lacks members`,
});

const bgpDown = definePattern({
  id: 'bgp-down',
  title: 'BGP session down',
  kinds: ['bgp-peer'],
  symptoms: /\bbgp\b|session|peer|neighbou?r|routes?\b|routing|nachbar/i,
  rules: ['NW06'],
  spreads: true,
  cause: ({ name }) => `BGP session ${name} is not established`,
});

const addressConflict = definePattern({
  id: 'address-conflict',
  title: 'Address used twice',
  kinds: ['ip-address'],
  symptoms: /duplicate|conflict|same (?:ip|address)|doppelt|konflikt/i,
  rules: ['NW10'],
  spreads: true,
  cause: ({ name }) => `Address ${name} has two owners, or the wrong mask`,
});

const partFailed = definePattern({
  id: 'device-part-failed',
  title: 'Power supply or fan failed',
  kinds: devices,
  symptoms: /power supply|\bpsu\b|\bfan\b|temperature|netzteil|lüfter|temperatur/i,
  rules: ['NW07'],
  cause: ({ name }) => `A power supply or fan of ${name} has failed`,
});

const onBattery = definePattern({
  id: 'ups-on-battery',
  title: 'UPS on battery',
  kinds: devices,
  symptoms:
    /\bups\b|\busv\b|battery|mains|power (?:loss|outage|failure|cut)|power .*\b(?:failed|lost|gone|out)\b|stromausfall|batterie|strom/i,
  rules: ['IN03'],
  spreads: true,
  cause: ({ name }) => `${name} has lost its mains and runs from its battery`,
  signs: (device) =>
    'upsOnBattery' in device.attributes && device.attributes.upsOnBattery === false
      ? [sign('against', 'conclusive', device, ['upsOnBattery'], 'it is on mains')]
      : [],
});

const feedOverdrawn = definePattern({
  id: 'feed-overdrawn',
  foretold: true,
  title: 'Power feed overdrawn',
  kinds: ['power-feed'],
  symptoms: /power|feed|breaker|\bpdu\b|strom|sicherung/i,
  rules: ['IN02'],
  spreads: true,
  cause: ({ name }) => `Power feed ${name} is drawn beyond its share`,
});

export const networkPatterns: readonly CausePattern[] = [
  deviceDown,
  portFlapping,
  portDown,
  portDisabled,
  damagedFrames,
  linkFull,
  linkMismatch,
  lagDegraded,
  bgpDown,
  addressConflict,
  partFailed,
  onBattery,
  feedOverdrawn,
];
