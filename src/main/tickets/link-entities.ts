import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Ticket } from '../../shared/model/ticket.ts';
import type { InventoryView } from '../inventory/view.ts';

/** An entity that a text names. */
export interface Named {
  readonly id: EntityId;
  readonly kind: EntityKind;
  /** The words of the text that name it. */
  readonly words: string;
  readonly how: 'name' | 'short-name' | 'misspelt' | 'address' | 'serial';
}

export interface LinkPorts {
  readonly view: InventoryView;
  readonly named: (text: string) => Promise<readonly Named[]>;
}

export type Link = Ticket['entities'][number];

const networkDevices: readonly EntityKind[] = ['switch', 'router', 'firewall', 'device'];
const machines: readonly EntityKind[] = ['host', 'vm', 'k8s-node', ...networkDevices, 'array', 'vcenter'];

interface LabelRule {
  readonly labels: readonly string[];
  readonly kinds: readonly EntityKind[];
}

/**
 * Labels that say what an alert is about, in waves: what a later wave names is only looked at where the ones before
 * named nothing. `instance` and `service` are often who watches rather than what is watched.
 */
const waves: readonly (readonly LabelRule[])[] = [
  [
    { labels: ['pod', 'pod_name'], kinds: ['pod'] },
    {
      labels: ['deployment', 'statefulset', 'daemonset', 'replicaset', 'cronjob', 'workload'],
      kinds: ['workload'],
    },
    { labels: ['job_name'], kinds: ['job-run', 'workload'] },
    { labels: ['vm', 'vmname', 'vm_name', 'virtual_machine', 'guest'], kinds: ['vm'] },
    { labels: ['datastore'], kinds: ['datastore'] },
    { labels: ['volume', 'lun'], kinds: ['volume', 'lun', 'datastore'] },
    { labels: ['array', 'svm', 'filer'], kinds: ['array'] },
    { labels: ['pool', 'aggregate', 'aggr'], kinds: ['pool'] },
    { labels: ['persistentvolumeclaim'], kinds: ['persistent-volume-claim'] },
    { labels: ['persistentvolume'], kinds: ['persistent-volume'] },
  ],
  [{ labels: ['switch', 'router', 'firewall', 'device', 'sysname', 'sysName'], kinds: networkDevices }],
  [
    { labels: ['node', 'nodename', 'kubernetes_node', 'k8s_node'], kinds: ['k8s-node', 'host', 'vm'] },
    { labels: ['host', 'hostname', 'esxi_host', 'esxi', 'hostsystem', 'server', 'target'], kinds: machines },
  ],
  [{ labels: ['instance', 'ip', 'address', 'exported_instance'], kinds: machines }],
  [{ labels: ['service', 'exported_service'], kinds: ['service'] }],
  [{ labels: ['namespace', 'exported_namespace'], kinds: ['namespace'] }],
  [{ labels: ['cluster', 'cluster_name'], kinds: ['cluster', 'k8s-cluster'] }],
];

/** Exporters of Linux switches call a port `device`. */
const portLabels = ['interface', 'ifname', 'ifName', 'ifDescr', 'port', 'device'];

const mostLinks = 24;
/** The same name in many places says nothing. */
const mostOfOneName = 3;

/** What a ticket is about: what was given, what its labels name, and what its text names where they name nothing. */
export async function linkEntities(
  ticket: {
    readonly title: string;
    readonly text: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly entities: readonly EntityId[];
  },
  ports: LinkPorts,
): Promise<readonly Link[]> {
  const links = new Map<EntityId, Link>();
  const add = (id: EntityId, how: Link['how']) => {
    if (!links.has(id) && links.size < mostLinks) links.set(id, { id, how });
  };
  for (const id of ticket.entities) add(id, 'given');
  const labelled = await entitiesOfLabels(ticket.labels, ports);
  for (const { id } of labelled) add(id, 'label');
  if (labelled.length === 0) {
    const named = await ports.named(`${ticket.title}\n${ticket.text}`);
    for (const { id, how, words } of named) {
      if (named.filter((other) => other.words === words).length <= mostOfOneName) add(id, how);
    }
  }
  return [...links.values()];
}

async function entitiesOfLabels(
  labels: Readonly<Record<string, string>>,
  ports: LinkPorts,
): Promise<readonly Entity[]> {
  for (const wave of waves) {
    const found: Entity[] = [];
    for (const { labels: names, kinds } of wave) {
      for (const name of names) {
        const value = labels[name];
        if (value === undefined || value === '') continue;
        found.push(...(await thingsCalled(nameIn(value), kinds, labels, ports)));
      }
    }
    if (found.length === 0) continue;
    return [...found.flatMap((device) => portsOf(device, labels, ports.view)), ...found];
  }
  return [];
}

/** `10.1.2.3:9100`, `esx-a01.example.org:443` and `https://web-01/health` name the machine alone. */
function nameIn(value: string): string {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(value)?.[1] ?? value;
  return host.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^([^:]+):\d{1,5}$/, '$1');
}

async function thingsCalled(
  name: string,
  kinds: readonly EntityKind[],
  labels: Readonly<Record<string, string>>,
  { view, named }: LinkPorts,
): Promise<readonly Entity[]> {
  if (name.length < 2 || name.length > 253 || /["'`\n]/.test(name)) return [];
  const namespace = labels['exported_namespace'] ?? labels['namespace'];
  const asked = [...(namespace === undefined ? [] : [`"${namespace}/${name}"`]), `"${name}"`];
  for (const text of asked) {
    const things = (await named(text))
      .flatMap(({ id }) => view.get(id) ?? [])
      .filter(({ kind, disappearedAt }) => kinds.includes(kind) && disappearedAt === undefined);
    const nearest = nearestOf(things, [namespace, labels['cluster'], labels['cluster_name']]);
    if (nearest.length > 0 && nearest.length <= mostOfOneName) return nearest;
  }
  return [];
}

/** Where several have the name, those that lie where the other labels say. */
function nearestOf(things: readonly Entity[], places: readonly (string | undefined)[]): readonly Entity[] {
  let left = things;
  for (const place of places) {
    if (place === undefined || left.length <= 1) continue;
    const there = left.filter((one) => liesIn(one, place));
    if (there.length > 0) left = there;
  }
  return left;
}

function liesIn({ partition, source, attributes }: Entity, place: string): boolean {
  return (
    source === place ||
    (partition ?? '').split('/').includes(place) ||
    Reflect.get(attributes, 'namespace') === place ||
    Reflect.get(attributes, 'cluster') === place
  );
}

/** The port of a device that the labels name, however much of the device's name stands in the port's. */
function portsOf(
  device: Entity,
  labels: Readonly<Record<string, string>>,
  view: InventoryView,
): readonly Entity[] {
  if (!networkDevices.includes(device.kind)) return [];
  const wanted = portLabels.flatMap((name) => labels[name]?.toLowerCase() ?? []);
  if (wanted.length === 0) return [];
  return view
    .inbound(device, 'part-of', 'interface')
    .filter(({ name }) => wanted.some((one) => isPortName(name.toLowerCase(), one)))
    .slice(0, 2);
}

const isPortName = (name: string, wanted: string): boolean =>
  name === wanted || name.endsWith(` ${wanted}`) || name.endsWith(`:${wanted}`);
