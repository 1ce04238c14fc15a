import type { FactCase } from '../case.ts';
import { compared, counted, extreme, listed } from './compared.ts';
import { dated, link, measured, state, valueAt, worded } from './shapes.ts';

const around = {
  en: [
    '{a} {q}.',
    'The storage team reports that {a} {q}.',
    'As far as the last poll goes, {a} {q}.',
    'What stands out is that {a} {q}.',
  ],
  de: ['{a} {q}.', 'Laut letzter Abfrage gilt: {a} {q}.'],
};

export const storageCases: readonly FactCase[] = [
  link('stored-on', ['lun', 'volume'], {
    en: [
      'LUN {a} [has been|has not been] carved out of the volume {b}.',
      'The volume on which the LUN {a} [lies|does not lie] is {b}.',
      'Underneath the LUN {a} [sits|does not sit] the volume {b}.',
      'The LUN {a} [was|was not] created inside {b}.',
    ],
    de: [
      'Die LUN {a} [befindet sich|befindet sich nicht] auf dem Volume {b}.',
      'Das Volume {b} [enthält|enthält nicht] die LUN {a}.',
    ],
  }),
  link('mapped-to', ['lun', 'initiator-host'], {
    en: [
      'The LUN {a} [is|is not] presented to the initiator group {b}.',
      'Initiator group {b} [can see|cannot see] the LUN {a}.',
      '{a} [is|is not] exported to {b}.',
      '{b} [has been|has not been] granted access to LUN {a}.',
    ],
    de: ['Die LUN {a} [ist|ist nicht] der Initiatorgruppe {b} zugeordnet.'],
  }),
  link('replicates-to', ['replication', 'volume'], {
    en: [
      'The relationship {a} [copies|does not copy] its data to {b}.',
      'The target of the replication {a} [is|is not] the volume {b}.',
      '{b} [serves|does not serve] as the destination of {a}.',
    ],
    de: ['Ziel der Replikation {a} [ist|ist nicht] das Volume {b}.'],
  }),
  link('part-of', ['pool', 'array'], {
    en: [
      '{a} [is|is not] one of the pools that the array {b} provides.',
      'The array {b} [owns|does not own] the pool {a}.',
      'On the array {b} [there is|there is no] pool called {a}.',
      '{a} [forms|does not form] part of the system {b}.',
    ],
    de: ['Der Pool {a} [gehört|gehört nicht] zum Array {b}.'],
  }),
  link('managed-by', ['pool', 'controller'], {
    en: [
      'The pool {a} [is|is not] managed by the controller {b}.',
      'Controller {b} [looks|does not look] after the pool {a}.',
      '{b} [is|is not] the controller in charge of {a}.',
    ],
    de: ['Der Pool {a} [wird|wird nicht] vom Controller {b} verwaltet.'],
  }),
  link('part-of', ['storage-snapshot', 'volume'], {
    en: [
      '{a} [is|is not] a snapshot of the volume {b}.',
      'The snapshot {a} [was|was not] taken of {b}.',
      'Among the snapshots of {b} [is|is not] {a}.',
    ],
    de: ['{a} [ist ein|ist kein] Snapshot des Volumes {b}.'],
  }),
  measured('lun', 'sizeBytes', 'bytes', {
    en: [
      'The LUN {a} [has|does not have] a size of {q}.',
      '{a} [was|was not] provisioned with {q}.',
      'A size of {q} is configured on the LUN {a}.',
      'LUN {a} ({q}) is in use.',
    ],
    de: ['Die Größe der LUN {a} [beträgt|beträgt nicht] {q}.', 'Die LUN {a} ist {q} groß.'],
  }),
  measured('pool', 'freeBytes', 'bytes', {
    en: [
      'There [is|is not] {q} left in the pool {a}.',
      '{q} of the pool {a} remain free.',
      'The pool {a} still [offers|does not offer] {q} of headroom.',
      'Free capacity on {a} stands at {q}.',
      'With only {q} remaining, the pool {a} deserves attention.',
    ],
    de: ['Im Pool {a} sind noch {q} frei.', 'Der Pool {a} hat noch {q} freien Platz.'],
  }),
  measured('pool', 'diskCount', 'count', {
    en: [
      'The pool {a} [is|is not] built from {q} disks.',
      '{q} drives make up the pool {a}.',
      '{a} spans {q} disks.',
    ],
    de: ['Der Pool {a} [besteht|besteht nicht] aus {q} Platten.'],
  }),
  measured('volume', 'usedBytes', 'bytes', {
    en: [
      '{q} are occupied on the volume {a}.',
      'Data on {a} takes up {q}.',
      'The volume {a} [is|is not] filled with {q} of data.',
      'Consumption on {a} [has|has not] reached {q}.',
    ],
    de: ['Auf dem Volume {a} sind {q} belegt.'],
  }),
  measured('volume', 'latencyMs', 'ms', {
    en: [
      'I/O to {a} [takes|does not take] {q} on average.',
      'The volume {a} answers with a latency of {q}.',
      'Latency on {a} sits at {q}.',
    ],
    de: ['Die Latenz des Volumes {a} [liegt|liegt nicht] bei {q}.'],
  }),
  measured('volume', 'iops', 'count', {
    en: ['{a} is handling {q} IOPS.', 'The load on {a} is {q} IOPS.', '{q} operations per second hit {a}.'],
    de: ['Das Volume {a} verarbeitet {q} IOPS.'],
  }),
  measured('array', 'throughputMbps', 'mbps', {
    en: ['The array {a} moves {q}.', 'Throughput on {a} is {q}.'],
    de: ['Der Durchsatz des Arrays {a} liegt bei {q}.'],
  }),
  measured('array', 'spareDiskCount', 'count', {
    en: [
      '{a} [keeps|does not keep] {q} spare disks.',
      'There are {q} spares on the array {a}.',
      'The array {a} can fall back on {q} spare disks.',
    ],
    de: ['Das Array {a} hält {q} Ersatzplatten vor.'],
  }),
  measured('controller', 'cpuPercent', 'percent', {
    en: [
      'The CPU of controller {a} is {q} busy.',
      'Controller {a} runs at a CPU load of {q}.',
      'CPU utilisation on {a} is at {q}.',
    ],
    de: ['Die CPU-Last des Controllers {a} beträgt {q}.'],
  }),
  measured('disk', 'wearPercent', 'percent', {
    en: [
      'The disk {a} has used up {q} of its rated writes.',
      'Wear of the disk {a}: {q}.',
      '{a} is worn by {q}.',
    ],
    de: ['Der Verschleiß der Platte {a} beträgt {q}.'],
  }),
  measured('disk', 'temperatureCelsius', 'celsius', {
    en: ['The disk {a} is at {q}.', 'A temperature of {q} is measured on the disk {a}.'],
    de: ['Die Temperatur der Platte {a} beträgt {q}.'],
  }),
  measured('replication', 'lagSeconds', 'seconds', {
    en: [
      '{a} [lags|does not lag] {q} behind.',
      'The replication {a} is {q} behind its source.',
      'The lag of {a} currently comes to {q}.',
    ],
    de: ['Der Rückstand der Replikation {a} beträgt {q}.'],
  }),
  measured('storage-snapshot', 'sizeBytes', 'bytes', {
    en: ['The snapshot {a} [holds|does not hold] {q}.', '{q} are tied up in the snapshot {a}.'],
    de: ['Der Snapshot {a} belegt {q}.'],
  }),
  worded('array', 'model', {
    en: [
      'The array {a} [is|is not] of the type {q}.',
      'Hardware-wise, {a} [is|is not] a {q}.',
      'What we run as {a} is a {q}.',
    ],
    de: ['Das Array {a} [ist|ist nicht] vom Modell {q}.'],
  }),
  worded('pool', 'raidType', {
    en: [
      'The pool {a} [is|is not] protected by {q}.',
      '{q} is the RAID type of the pool {a}.',
      '{a} uses {q}.',
    ],
    de: ['Der Pool {a} verwendet {q}.'],
  }),
  worded('replication', 'type', {
    en: ['The replication {a} [is|is not] {q}.', '{a} works in {q} mode.'],
    de: [],
  }),
  state(
    'volume',
    'thin',
    [
      {
        value: true,
        en: [
          ['is thin-provisioned', 'is not thin-provisioned'],
          ['has been provisioned thin', 'has not been provisioned thin'],
        ],
        de: [['ist thin provisioniert', 'ist nicht thin provisioniert']],
      },
    ],
    around,
  ),
  state(
    'pool',
    'encrypted',
    [
      {
        value: true,
        en: [
          ['is encrypted', 'is not encrypted'],
          ['has encryption switched on', 'does not have encryption switched on'],
        ],
        de: [['ist verschlüsselt', 'ist nicht verschlüsselt']],
      },
      { value: false, en: [['is unencrypted', '']], de: [['ist unverschlüsselt', '']] },
    ],
    around,
  ),
  state(
    'controller',
    'state',
    [
      {
        value: 'ok',
        en: [
          ['is healthy', 'is not healthy'],
          ['is doing fine', ''],
        ],
        de: [['ist in Ordnung', 'ist nicht in Ordnung']],
      },
      {
        value: 'degraded',
        en: [
          ['runs degraded', ''],
          ['is in a degraded state', 'is not in a degraded state'],
        ],
        de: [['ist eingeschränkt', '']],
      },
      {
        value: 'failed',
        en: [
          ['is broken', ''],
          ['has failed', 'has not failed'],
        ],
        de: [['ist ausgefallen', 'ist nicht ausgefallen']],
      },
    ],
    around,
  ),
  state(
    'lun',
    'state',
    [
      {
        value: 'offline',
        en: [
          ['has been taken offline', 'has not been taken offline'],
          ['is offline', 'is not offline'],
        ],
        de: [['ist offline', 'ist nicht offline']],
      },
      {
        value: 'ok',
        en: [
          ['is online and healthy', ''],
          ['is in good health', 'is not in good health'],
        ],
        de: [['ist fehlerfrei', 'ist nicht fehlerfrei']],
      },
      { value: 'degraded', en: [['is degraded', 'is not degraded']], de: [['ist beeinträchtigt', '']] },
    ],
    around,
  ),
  state(
    'replication',
    'healthy',
    [
      {
        value: true,
        en: [
          ['is healthy', 'is not healthy'],
          ['works without trouble', ''],
        ],
        de: [['ist gesund', 'ist nicht gesund']],
      },
      {
        value: false,
        en: [
          ['is unhealthy', ''],
          ['is in trouble', ''],
        ],
        de: [['ist gestört', 'ist nicht gestört']],
      },
    ],
    around,
  ),
  state(
    'controller',
    'takeoverPossible',
    [
      {
        value: true,
        en: [
          ['can be taken over', 'cannot be taken over'],
          ['is ready for takeover', 'is not ready for takeover'],
        ],
        de: [['kann übernommen werden', 'kann nicht übernommen werden']],
      },
    ],
    around,
  ),
  state(
    'storage-snapshot',
    'locked',
    [
      {
        value: true,
        en: [
          ['is locked', 'is not locked'],
          ['is protected from deletion', ''],
        ],
        de: [['ist gesperrt', 'ist nicht gesperrt']],
      },
    ],
    around,
  ),
  dated('storage-snapshot', 'createdAt', {
    en: ['The snapshot {a} was taken {q}.', '{a} was created {q}.', 'Somebody took the snapshot {a} {q}.'],
    de: ['Der Snapshot {a} wurde {q} erstellt.', '{q} entstand der Snapshot {a}.'],
  }),
  compared('pool', 'freeBytes', {
    en: [
      'The pool {a} has more room left than {b}.',
      '{b} has less free space than {a}.',
      'Compared to {b}, the pool {a} has more free capacity.',
    ],
    de: ['Im Pool {a} ist mehr Platz frei als in {b}.'],
  }),
  compared('volume', 'latencyMs', {
    en: ['{a} shows a higher latency than {b}.', 'The latency of {b} is lower than that of {a}.'],
    de: ['Das Volume {a} hat eine höhere Latenz als {b}.'],
  }),
  compared('lun', 'sizeBytes', {
    en: ['{a} is larger than {b}.', 'The LUN {b} is smaller than the LUN {a}.', '{a} outsizes {b}.'],
    de: ['Die LUN {a} ist größer als {b}.'],
  }),
  extreme('volume', 'latencyMs', 'most', {
    en: [
      'Of all volumes, {a} has the highest latency.',
      'The slowest of the volumes is {a}.',
      'No volume has a higher latency than {a}.',
    ],
    de: ['Die höchste Latenz aller Volumes hat {a}.'],
  }),
  extreme('array', 'spareDiskCount', 'least', {
    en: ['{a} is the array with the fewest spare disks.', 'The fewest spare disks are found on {a}.'],
    de: ['Am wenigsten Ersatzplatten hat {a}.'],
  }),
  counted({
    name: 'volumes of an array',
    group: 'array',
    of: ({ view }, group) => (group === undefined ? [] : view.inbound(group, 'part-of', 'volume')),
    words: {
      en: [
        'The array {a} is home to {q} volumes.',
        '{q} volumes live on the array {a}.',
        'In all, {a} serves {q} volumes.',
        'We count {q} volumes on {a}.',
      ],
      de: ['Auf dem Array {a} liegen {q} Volumes.'],
    },
  }),
  counted({
    name: 'failed controllers',
    of: ({ view }) => view.all('controller'),
    inState: (one) => valueAt(one, 'state') === 'degraded',
    words: {
      en: ['{b} of {q} controllers are degraded.', 'Out of {q} controllers, {b} are in a degraded state.'],
      de: ['Von {q} Controllern sind {b} eingeschränkt.'],
    },
  }),
  counted({
    name: 'encrypted pools',
    of: ({ view }) => view.all('pool'),
    inState: (one) => valueAt(one, 'encrypted') === true,
    words: {
      en: [
        '{b} of the {q} pools are encrypted.',
        'Encryption is active on {b} of {q} pools.',
        'There are {q} pools, {b} of them encrypted.',
      ],
      de: ['{b} der {q} Pools sind verschlüsselt.'],
    },
  }),
  listed(
    'volumes of one pool',
    'volume',
    ({ view }) =>
      view.all('pool').map((pool) => ({ of: pool.name, members: view.inbound(pool, 'stored-on', 'volume') })),
    {
      en: [
        'The volumes {a} share the pool {b}.',
        '{a} were all created in the pool {b}.',
        'The pool {b} holds {a}, among others.',
      ],
      de: ['Im Pool {b} liegen {a}.'],
    },
  ),
];
