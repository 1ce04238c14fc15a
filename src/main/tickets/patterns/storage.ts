import { attributeText } from '../../../shared/format.ts';
import { fillOf } from '../../assistant/entity-facts.ts';
import { definePattern, sign, type CausePattern } from './cause-pattern.ts';

const volumeFull = definePattern({
  id: 'volume-full',
  foretold: true,
  title: 'Volume full',
  kinds: ['volume'],
  symptoms:
    /\bfull\b|no space|out of space|space left|disk space|volume|capacity|fills? up|filling|overflow|enough (?:space|room)|insufficient (?:disk )?space|enospc|voll|kein (?:speicher)?platz|speicherplatz/i,
  rules: ['ST01'],
  follows: ['VS11', 'KU09'],
  spreads: true,
  actions: ['volume.grow', 'volume.snapshots.clean'],
  cause: ({ name }) => `Volume ${name} on the array is nearly full: when it is, LUNs in it go offline`,
  signs(volume) {
    const fill = fillOf(volume);
    if (!fill) return [];
    const percent = (100 * fill.used) / fill.size;
    const text = `${attributeText('Percent', percent)} of it is used`;
    const facts = ['usedBytes', 'freeBytes', 'sizeBytes'];
    if (percent >= 95) return [sign('for', 'moderate', volume, facts, text)];
    return percent < 75 ? [sign('against', 'strong', volume, facts, text)] : [];
  },
});

const poolFull = definePattern({
  id: 'pool-full',
  foretold: true,
  title: 'Pool full',
  kinds: ['pool'],
  symptoms: /\bfull\b|no space|space left|\bpool\b|aggregate|capacity|voll|kein (?:speicher)?platz/i,
  rules: ['ST02'],
  follows: ['ST01'],
  spreads: true,
  cause: ({ name }) => `Pool ${name} is nearly full: thin volumes in it stop when it is`,
});

const spaceOffline = definePattern({
  id: 'space-offline',
  title: 'Pool or volume not online',
  kinds: ['pool', 'volume'],
  symptoms: /offline|not online|unavailable|inaccessible|\bdown\b|nicht erreichbar/i,
  rules: ['ST03'],
  follows: ['VS13', 'VS19'],
  spreads: true,
  cause: ({ name }) => `${name} is not online: what lies on it cannot be reached`,
});

const diskFailed = definePattern({
  id: 'disk-failed',
  title: 'Disk failed',
  kinds: ['disk', 'pool', 'array'],
  symptoms: /\bdisks?\b|\bdrives?\b|\braid\b|spare|rebuild|reconstruct|platte|festplatte/i,
  rules: ['ST04'],
  spreads: true,
  cause: (entity) =>
    entity.kind === 'disk'
      ? `Disk ${entity.name} has failed`
      : `The redundancy of ${entity.name} is reduced: a disk has failed or spares are missing`,
});

const takeover = definePattern({
  id: 'controller-takeover',
  title: 'Controller taken over',
  kinds: ['controller'],
  symptoms: /takeover|taken over|failover|controller|giveback|übernahme/i,
  rules: ['ST05'],
  spreads: true,
  cause: ({ name }) => `Controller ${name} cannot be stood in for: a takeover is active or impossible`,
});

const partFailed = definePattern({
  id: 'storage-part-failed',
  title: 'Part of a storage system failed',
  kinds: ['controller', 'shelf'],
  symptoms: /power supply|\bpsu\b|\bfan\b|temperature|nvram|shelf|netzteil|lüfter|temperatur/i,
  rules: ['ST06'],
  cause: ({ name }) => `A power supply, fan, sensor or battery of ${name} is bad`,
});

const replicationLags = definePattern({
  id: 'replication-lag',
  title: 'Replication lags',
  kinds: ['replication'],
  symptoms:
    /replicat|mirror|\blag|\brpo\b|snapmirror|transfer|\bdr (?:cop|site)|disaster recovery|(?:hours|days|minutes) behind|out of date|spiegel|replik/i,
  rules: ['ST08'],
  cause: ({ name }) => `Replication ${name} is behind: transfers fail or are too slow`,
  signs: (replication) =>
    replication.kind === 'replication' && replication.attributes.healthy === false
      ? [
          sign(
            'for',
            'moderate',
            replication,
            ['healthy', 'unhealthyReason', 'lagSeconds'],
            'it is not healthy',
          ),
        ]
      : [],
});

const osdFull = definePattern({
  id: 'osd-full',
  foretold: true,
  title: 'OSD nearly full',
  kinds: ['disk'],
  symptoms: /\bosd\b|ceph|near ?full|\bfull\b|voll/i,
  rules: ['ST09'],
  spreads: true,
  cause: ({ name }) => `The OSD on ${name} is nearly full: writes to the whole cluster stop when it is`,
});

export const storagePatterns: readonly CausePattern[] = [
  volumeFull,
  poolFull,
  spaceOffline,
  diskFailed,
  takeover,
  partFailed,
  replicationLags,
  osdFull,
];
