import { fieldTitle, kindFields } from '../../../shared/model/kind-fields.ts';
import { entityKinds, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { fieldWords, type FieldWords } from './field-words.ts';

/** Which quantity an attribute is, told by the unit in its name. */
export type Dimension =
  'bytes' | 'mhz' | 'mbps' | 'percent' | 'seconds' | 'celsius' | 'watts' | 'millicores' | 'count';

const dimensions: readonly (readonly [suffix: RegExp, dimension: Dimension, size: number])[] = [
  [/Bytes$/, 'bytes', 1],
  [/Mhz$/, 'mhz', 1],
  [/Mbps$/, 'mbps', 1],
  [/Percent$/, 'percent', 1],
  [/Ms$/, 'seconds', 0.001],
  [/Seconds$/, 'seconds', 1],
  [/Days$/, 'seconds', 86_400],
  [/Celsius$/, 'celsius', 1],
  [/Watts$/, 'watts', 1],
  [/Millicores$/, 'millicores', 1],
];

interface Measured {
  readonly dimension: Dimension;
  readonly size: number;
}

const measuredPaths = new Map<string, Measured>();

/** An attribute's dimension, and the size of its unit in the dimension's own. */
export function dimensionOf(path: string): Measured {
  let known = measuredPaths.get(path);
  if (known === undefined) measuredPaths.set(path, (known = readDimension(path)));
  return known;
}

function readDimension(path: string): Measured {
  for (const [suffix, dimension, size] of dimensions) if (suffix.test(path)) return { dimension, size };
  return { dimension: 'count', size: 1 };
}

/**
 * What prose calls attributes, beyond their titles. `implied`: a bare quantity of its dimension means this one ("a
 * VM with 16 GiB"). `usedPercent` and the like are worked out: see derived.ts.
 */
const spoken: readonly FieldWords[] = [
  ...fieldWords,
  {
    path: 'vcpus',
    words: [
      'vcpus',
      'vcpu',
      'virtual cpus',
      'virtual cpu',
      'virtuelle cpus',
      'virtuellen cpus',
      'virtual processors',
    ],
  },
  {
    path: 'memoryBytes',
    words: [
      'memory',
      'ram',
      'main memory',
      'total memory',
      'gesamter arbeitsspeicher',
      'arbeitsspeicher',
      'hauptspeicher',
      'arbeitsspeichers',
      'memory size',
      'working memory',
    ],
    implied: true,
  },
  { path: 'memoryUsageBytes', words: ['memory usage', 'used memory', 'memory in use', 'memory consumption'] },
  {
    path: 'cores',
    kinds: ['host'],
    words: [
      'cores',
      'cpu cores',
      'core count',
      'physical cores',
      'kerne',
      'kernen',
      'cpu-kerne',
      'prozessorkerne',
      'processor cores',
    ],
  },
  { path: 'sockets', words: ['sockets', 'cpu sockets', 'sockel', 'processors'] },
  { path: 'threads', words: ['threads'] },
  {
    path: 'cpuMhz',
    words: [
      'processors',
      'prozessoren',
      'clock rate',
      'clock speed',
      'cpu clock',
      'frequency',
      'taktfrequenz',
      'taktrate',
      'takt',
      'clock',
    ],
    implied: true,
  },
  {
    path: 'cpuUsageMhz',
    words: ['cpu usage', 'cpu consumption', 'cpu demand', 'cpu-verbrauch', 'cpu-nutzung'],
  },
  { path: 'totalCpuMhz', words: ['total cpu', 'cpu capacity', 'cpu-kapazität'] },
  {
    path: 'cpuReadyPercent',
    words: [
      'cpu ready',
      'cpu ready time',
      'cpu ready value',
      'ready time',
      'cpu-ready-zeit',
      'cpu-ready-wert',
      'cpu-ready',
      'cpu ready percentage',
    ],
  },
  {
    path: 'cpuPercent',
    words: [
      'cpu',
      'cpu utilisation',
      'cpu utilization',
      'cpu load',
      'cpu usage',
      'processor load',
      'load',
      'busy',
      'cpu-auslastung',
      'cpu-last',
      'prozessorlast',
      'auslastung',
    ],
  },
  {
    path: 'utilisationPercent',
    words: [
      'utilisation',
      'utilization',
      'utilised',
      'utilized',
      'load',
      'auslastung',
      'ausgelastet',
      'loaded',
      'busy',
      'busier',
      'busiest',
    ],
    implied: true,
  },
  {
    path: 'temperatureCelsius',
    words: [
      'temperature',
      'temperatur',
      'warm',
      'hot',
      'heiß',
      'degrees',
      'hotter',
      'warmer',
      'cooler',
      'hottest',
      'warmest',
      'coolest',
      'heißer',
      'wärmer',
      'kühler',
    ],
    implied: true,
  },
  {
    path: 'usedBytes',
    words: [
      'used space',
      'used capacity',
      'used',
      'in use',
      'space used',
      'disk space',
      'disk usage',
      'occupied',
      'consumed',
      'belegt',
      'belegte',
      'belegter',
      'belegten speicherplatz',
      'belegte kapazität',
      'belegter speicherplatz',
      'belegter speicher',
      'space in use',
      'allocated space',
      'storage used',
      'speicherverbrauch',
      'verbrauch',
      'taken',
      'taken up',
      'takes up',
      'occupies',
      'occupy',
      'occupying',
      'consumes',
      'consumption',
      'usage',
      'filled',
      'full of data',
      'belegung',
      'verbraucht',
    ],
  },
  {
    path: 'freeBytes',
    words: [
      'free space',
      'free',
      'left',
      'available',
      'available space',
      'free capacity',
      'remaining',
      'headroom',
      'frei',
      'freie',
      'freier',
      'freien',
      'freien speicherplatz',
      'freier speicherplatz',
      'freier platz',
      'freien platz',
      'verfügbar',
      'unused',
      'spare capacity',
      'room',
      'room left',
      'free room',
      'remains',
      'remain',
      'remainder',
      'unallocated',
      'übrig',
      'platz',
      'platz frei',
      'freie kapazität',
      'restkapazität',
    ],
  },
  {
    path: 'capacityBytes',
    words: [
      'capacity',
      'size',
      'in size',
      'kapazität',
      'größe',
      'groß',
      'gesamtkapazität',
      'total capacity',
      'space',
      'storage',
      'large',
      'big',
      'speicherplatz',
    ],
    implied: true,
  },
  {
    path: 'sizeBytes',
    words: [
      'size',
      'in size',
      'capacity',
      'größe',
      'groß',
      'kapazität',
      'large',
      'big',
      'total size',
      'total capacity',
      'space',
    ],
    implied: true,
  },
  {
    path: 'provisionedBytes',
    words: ['provisioned space', 'provisioned', 'provisioned capacity', 'bereitgestellt'],
  },
  {
    path: 'usedPercent',
    words: [
      'full',
      'used',
      'in use',
      'of its capacity',
      'filled',
      'fill level',
      'usage',
      'belegt',
      'voll',
      'gefüllt',
      'füllstand',
      'occupied',
      'consumed',
      'belegung',
      'utilisation',
      'utilization',
      'auslastung',
      'ausgelastet',
      'ausgeschöpft',
      'taken',
      'fuller',
      'voller',
      'fullest',
      'vollste',
      'vollsten',
      'emptier',
      'emptiest',
      'leerer',
      'leerste',
      'space usage',
    ],
    implied: true,
  },
  {
    path: 'freePercent',
    words: ['free', 'left', 'available', 'frei', 'remaining', 'remain', 'remains', 'unused', 'übrig'],
  },
  {
    path: 'diskCount',
    words: ['disks', 'drives', 'disk count', 'laufwerke', 'laufwerken', 'festplatten'],
  },
  { path: 'spareDiskCount', words: ['spare disks', 'spares', 'spare drives', 'ersatzplatten'] },
  { path: 'hostCount', words: ['hosts', 'host count'] },
  { path: 'vmCount', words: ['vms', 'vm count', 'virtual machines'] },
  {
    path: 'latencyMs',
    words: [
      'latency',
      'response time',
      'average latency',
      'i/o latency',
      'slower',
      'slowest',
      'latenz',
      'antwortzeit',
      'langsamer',
      'langsamste',
      'langsamsten',
    ],
    implied: true,
  },
  { path: 'iops', words: ['iops', 'operations per second', 'i/o operations per second', 'io operations'] },
  { path: 'throughputMbps', words: ['throughput', 'durchsatz'] },
  {
    path: 'speedMbps',
    words: [
      'speed',
      'link speed',
      'line rate',
      'port speed',
      'bandwidth',
      'geschwindigkeit',
      'bandbreite',
      'data rate',
    ],
    implied: true,
  },
  { path: 'mtu', words: ['mtu', 'mtu size', 'maximum transmission unit'] },
  { path: 'vlan', kinds: ['network'], words: ['vlan', 'vlan id', 'vlan-id', 'vlan number'] },
  { path: 'vid', kinds: ['vlan'], words: ['vlan id', 'vid', 'vlan-id'] },
  {
    path: 'uptimeSeconds',
    words: [
      'uptime',
      'up time',
      'been up for',
      'up for',
      'been running for',
      'betriebszeit',
      'laufzeit',
      'läuft seit',
      'laufzeit von',
      'online for',
      'been online for',
    ],
    implied: true,
  },
  {
    path: 'replicas',
    words: [
      'replicas',
      'replica',
      'replica count',
      'replikate',
      'replikaten',
      'replikas',
      'configured replicas',
      'desired replicas',
    ],
  },
  {
    path: 'ready',
    kinds: ['workload'],
    words: [
      'ready replicas',
      'replicas ready',
      'bereite replikate',
      'bereiten replikate',
      'bereiten replikaten',
      'replicas are ready',
    ],
  },
  { path: 'available', kinds: ['workload'], words: ['available replicas', 'verfügbare replikate'] },
  {
    path: 'restarts',
    words: [
      'restarts',
      'restart count',
      'restarted',
      'restart',
      'neustarts',
      'neu gestartet',
      'container restarts',
      'neustarten',
    ],
  },
  { path: 'allocatableMemoryBytes', words: ['allocatable memory', 'memory'], implied: true },
  { path: 'allocatableCpuMillicores', words: ['allocatable cpu', 'cpus', 'cpu cores', 'cores'] },
  { path: 'allocatablePods', words: ['allocatable pods', 'pod capacity'] },
  { path: 'heightU', words: ['height units', 'rack units', 'höheneinheiten', 'units'] },
  // Texts and moments: what a value is called.
  {
    path: 'version',
    words: ['version', 'esxi', 'esxi version', 'software version', 'release', 'kubernetes version'],
  },
  {
    path: 'softwareVersion',
    words: ['version', 'software version', 'softwareversion', 'firmware', 'release'],
  },
  { path: 'osVersion', words: ['version', 'os version', 'software version', 'firmware', 'os-version'] },
  { path: 'kubeletVersion', words: ['version', 'kubelet', 'kubelet version', 'kubelet-version'] },
  { path: 'build', words: ['build', 'build number', 'buildnummer'] },
  { path: 'serial', words: ['serial', 'serial number', 'seriennummer'] },
  {
    path: 'model',
    words: ['model', 'hardware model', 'hardware', 'hardware type', 'modell', 'modells', 'baureihe'],
  },
  {
    path: 'ips',
    words: [
      'ip',
      'ip address',
      'ip addresses',
      'address',
      'ip-adresse',
      'ip-adressen',
      'adresse',
      'reachable at',
      'reachable under',
      'erreichbar unter',
    ],
  },
  {
    path: 'managementIp',
    words: [
      'ip',
      'ip address',
      'management ip',
      'management address',
      'address',
      'ip-adresse',
      'management-ip',
      'adresse',
      'reachable at',
    ],
  },
  { path: 'podIp', words: ['ip', 'ip address', 'pod ip', 'ip-adresse', 'address'] },
  { path: 'internalIp', words: ['ip', 'ip address', 'internal ip', 'ip-adresse', 'address'] },
  {
    path: 'osConfigured',
    words: [
      'operating system',
      'os',
      'guest os',
      'betriebssystem',
      'gastbetriebssystem',
      'guest operating system',
    ],
  },
  { path: 'osReported', words: ['operating system', 'os', 'guest os', 'betriebssystem'] },
  { path: 'type', words: ['type', 'typ'] },
  { path: 'role', words: ['role', 'rolle'] },
  { path: 'raidType', words: ['raid type', 'raid level', 'raid', 'raid-typ', 'raid-level'] },
  {
    path: 'class',
    words: ['class', 'storage class', 'ingress class', 'klasse', 'storage-klasse', 'speicherklasse'],
  },
  { path: 'issuer', words: ['issuer', 'issued', 'signed', 'aussteller', 'ausgestellt', 'issuing ca'] },
  { path: 'provider', words: ['provider', 'carrier', 'supplier', 'anbieter', 'betreiber'] },
  { path: 'qosClass', words: ['qos class', 'qos', 'quality of service', 'qos-klasse'] },
  { path: 'reclaimPolicy', words: ['reclaim policy', 'reclaim-policy', 'rückgaberichtlinie'] },
  { path: 'provisioner', words: ['provisioner'] },
  { path: 'vrf', words: ['vrf'] },
  { path: 'vendor', words: ['vendor', 'manufacturer', 'maker', 'hersteller'] },
  { path: 'manufacturer', words: ['vendor', 'manufacturer', 'maker', 'hersteller'] },
  { path: 'protocol', words: ['protocol', 'protokoll'] },
  { path: 'osType', words: ['os type', 'operating system', 'betriebssystem'] },
  { path: 'policy', words: ['policy', 'richtlinie'] },
  { path: 'schedule', words: ['schedule', 'zeitplan'] },
  { path: 'peerAddress', words: ['peer address', 'neighbour', 'neighbor', 'address', 'peer-adresse'] },
  { path: 'firmware', words: ['firmware', 'firmware version', 'firmwareversion'] },
  { path: 'evcMode', words: ['evc mode', 'evc', 'evc-modus'] },
  { path: 'region', words: ['region'] },
  { path: 'state', words: ['state', 'zustand'] },
  { path: 'status', words: ['status'] },
  { path: 'phase', words: ['phase'] },
  { path: 'minAvailable', words: ['minimum available', 'min available'] },
  { path: 'maxUnavailable', words: ['maximum unavailable', 'max unavailable'] },
  { path: 'licenses', words: ['licenses', 'licences', 'license', 'licence', 'lizenzen'] },
  { path: 'snapshots', words: ['snapshots', 'schnappschüsse'] },
  { path: 'nics', words: ['nics', 'network adapters', 'network cards', 'netzwerkkarten', 'netzwerkadapter'] },
  { path: 'pnics', words: ['physical adapters', 'physical nics', 'uplinks'] },
  { path: 'vmkernels', words: ['vmkernel adapters'] },
  { path: 'disks', words: ['disks', 'virtual disks', 'festplatten', 'virtuelle festplatten'] },
  { path: 'tenant', words: ['tenant', 'mandant'] },
  { path: 'severity', kinds: ['finding'], words: ['severity', 'schweregrad'] },
];

/** An attribute as a word of prose can mean it. */
export interface Spoken {
  readonly kind: EntityKind;
  readonly path: string;
}

/** Attributes that are worked out of others where the kind has those. */
const derivedPaths: Readonly<Record<string, readonly string[]>> = {
  usedPercent: ['capacityBytes', 'sizeBytes'],
  freePercent: ['capacityBytes', 'sizeBytes'],
};

function hasPath(kind: EntityKind, path: string): boolean {
  const paths = kindFields(kind).map((field) => field.path);
  return (
    paths.includes(path) ||
    (derivedPaths[path] ?? []).some((of) => paths.includes(of) && paths.includes('usedBytes'))
  );
}

/** Words in lower case → the attributes that they can mean. */
export const attributeWords: ReadonlyMap<string, readonly Spoken[]> = readAttributes();
/** Kind → attributes that a bare quantity can mean. */
export const impliedAttributes: ReadonlyMap<EntityKind, readonly string[]> = new Map(
  entityKinds.map((kind) => [
    kind,
    spoken
      .filter(
        ({ implied, kinds, path }) =>
          implied === true && (kinds?.includes(kind) ?? true) && hasPath(kind, path),
      )
      .map(({ path }) => path),
  ]),
);

function readAttributes(): Map<string, Spoken[]> {
  const words = new Map<string, Spoken[]>();
  const add = (word: string, one: Spoken) => {
    const key = word.toLowerCase();
    const known = words.get(key);
    if (known === undefined) words.set(key, [one]);
    else if (!known.some(({ kind, path }) => kind === one.kind && path === one.path)) known.push(one);
  };
  const counted = new Set<string>();
  for (const { path, kinds, words: own } of spoken) {
    for (const kind of kinds ?? entityKinds) {
      if (!hasPath(kind, path)) continue;
      counted.add(`${kind} ${path}`);
      for (const word of own) add(word, { kind, path });
    }
  }
  // Whatever has no words of its own is called what tables call it, when that is more than one plain word.
  for (const kind of entityKinds) {
    for (const { path, type } of kindFields(kind)) {
      if (type === 'table' || type === 'list') {
        add(fieldTitle(path), { kind, path });
        continue;
      }
      if (type !== 'number' && type !== 'moment') continue;
      const title = fieldTitle(path).toLowerCase();
      if (!counted.has(`${kind} ${path}`) && (title.includes(' ') || title.length > 5))
        add(title, { kind, path });
    }
  }
  return words;
}

/** Adjectives of size → which attributes they compare. */
export const sizePaths: readonly string[] = ['capacityBytes', 'sizeBytes'];
