import { entityKinds, kindDefinition, type EntityKind } from '../../../shared/model/kinds/registry.ts';

/**
 * What prose calls things beyond the kind's own title and plural: synonyms in English, and German. A word may stand
 * for several kinds ("cluster"); which is meant shows in the names beside it.
 */
const synonyms: Readonly<Partial<Record<EntityKind, readonly string[]>>> = {
  vm: [
    'vms',
    'virtual machine',
    'virtual machines',
    'virtuelle maschine',
    'virtuelle maschinen',
    'virtuellen maschinen',
    'guest',
    'guests',
    'server vm',
  ],
  host: [
    'hosts',
    'hypervisor',
    'hypervisors',
    'esxi host',
    'esxi hosts',
    'esx host',
    'hostsystem',
    'hostsysteme',
    'esxi-host',
    'esxi-hosts',
    'physical host',
    'physical hosts',
  ],
  cluster: ['clusters', 'clusters', 'clustern', 'vsphere cluster', 'vsphere clusters'],
  datastore: ['datastores', 'datenspeicher', 'datenspeichern'],
  network: [
    'networks',
    'port groups',
    'portgroup',
    'portgroups',
    'portgruppe',
    'portgruppen',
    'netzwerk',
    'netzwerke',
  ],
  datacenter: ['datacenters', 'data center', 'data centers', 'rechenzentrum', 'rechenzentren'],
  'resource-pool': ['ressourcenpool', 'ressourcenpools'],
  'dv-switch': ['distributed switch', 'distributed switches', 'dvswitch', 'verteilter switch'],
  switch: ['switchen', 'netzwerkswitch'],
  router: ['routern'],
  firewall: ['firewalls'],
  device: ['devices', 'gerät', 'geräte', 'geräten', 'network device', 'network devices'],
  interface: ['ports', 'port', 'schnittstelle', 'schnittstellen'],
  rack: ['racks', 'schrank', 'schränke'],
  site: ['sites', 'location', 'standort', 'standorte', 'standorten'],
  cable: ['kabel'],
  prefix: ['prefixes', 'subnet', 'subnets', 'subnetz', 'subnetze', 'präfix', 'präfixe'],
  array: [
    'arrays',
    'storage array',
    'storage arrays',
    'storage system',
    'storage systems',
    'speichersystem',
    'speichersysteme',
    'speichersystemen',
  ],
  pool: ['pools', 'storage pool', 'storage pools', 'aggregate', 'aggregates', 'aggregat', 'aggregate'],
  volume: ['volumes', 'volumen'],
  lun: ['luns'],
  disk: ['disks', 'drives', 'drive', 'festplatte', 'festplatten', 'laufwerk', 'laufwerke', 'laufwerken'],
  controller: ['controllers', 'controllern'],
  shelf: ['shelves'],
  'k8s-cluster': ['cluster', 'clusters', 'kubernetes-cluster', 'kubernetes-clustern'],
  'k8s-node': [
    'node',
    'nodes',
    'kubernetes node',
    'kubernetes nodes',
    'worker node',
    'worker nodes',
    'knoten',
  ],
  namespace: ['namespaces', 'namensraum', 'namensräume', 'namensräumen'],
  workload: [
    'workloads',
    'deployment',
    'deployments',
    'statefulset',
    'statefulsets',
    'daemonset',
    'daemonsets',
  ],
  pod: ['pods'],
  service: ['services', 'dienst', 'dienste', 'diensten'],
  finding: [
    'findings',
    'issue',
    'issues',
    'problem',
    'problems',
    'befund',
    'befunde',
    'befunden',
    'alert',
    'alerts',
  ],
};

/** Word or words in lower case → the kinds that they can mean. */
export const kindWords: ReadonlyMap<string, readonly EntityKind[]> = readKinds();

function readKinds(): Map<string, EntityKind[]> {
  const words = new Map<string, EntityKind[]>();
  const add = (word: string, kind: EntityKind) => {
    const key = word.toLowerCase();
    const known = words.get(key) ?? [];
    if (!known.includes(kind)) words.set(key, [...known, kind]);
  };
  for (const kind of entityKinds) {
    const { title, plural } = kindDefinition(kind);
    for (const word of [title, plural, ...(synonyms[kind] ?? [])]) add(word, kind);
  }
  // Whoever says "device" may mean any that stands in a rack.
  for (const kind of ['switch', 'router', 'firewall'] as const)
    for (const word of ['device', 'devices', 'gerät', 'geräte', 'geräten']) add(word, kind);
  return words;
}
