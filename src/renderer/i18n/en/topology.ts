import type { TopologyCaveat, TopologyLens } from '../../../shared/contract/topology.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { formatFor } from '../format.ts';
import { kinds } from './kinds.ts';

const { number } = formatFor('en');
const counted = (kind: EntityKind, count: number) => `${number(count)} ${kinds.name(kind, count)}`;

export const topology = {
  lens: 'What to show',
  lenses: {
    everything: 'Everything',
    virtualization: 'Virtualization',
    kubernetes: 'Kubernetes',
    network: 'Network',
    storage: 'Storage',
  } satisfies Record<TopologyLens, string>,
  counts: (shown: number, total: number) =>
    shown === total ? `${number(total)} entities` : `${number(shown)} of ${number(total)} entities shown`,
  limited: (most: number) =>
    `More than ${number(most)} nodes cannot be read: the rest stays folded. Focus on something to see it whole.`,
  truncated: 'More hangs on this than is looked at: lower the number of steps, or focus on a part of it.',
  graph: 'Graph',
  table: 'Table',
  view: 'Picture or table',
  canvas:
    'Topology. Arrow keys walk along dependencies, Enter opens and closes, b shows what a failure would do.',
  search: 'Find and focus',
  searchPlaceholder: 'Focus on…',
  nothingFound: (text: string) => `Nothing is called “${text}” here`,
  focusedOn: (name: string) => `Around ${name}`,
  focus: 'Focus on it',
  unfocus: 'Show everything again',
  depth: 'Steps',
  depthLabel: 'Steps each way from the focus',
  expandGroup: 'Show them',
  open: 'Open',
  close: 'Close',
  closeAll: 'Fold everything that was opened',
  fit: 'Fit into the window',
  zoomIn: 'Closer',
  zoomOut: 'Further away',
  minimap: 'Overview of the picture',
  legend: 'Legend',
  exportPicture: 'Save as a picture',
  exportSvg: 'SVG, sharp at any size',
  exportPng: 'PNG',
  exported: (file: string) => `${file} saved`,
  exportFailed: 'The picture could not be drawn. Try SVG, or show less.',
  layingOut: 'Laying out',
  layoutFailed: 'The layout could not be worked out. The table shows the same.',
  showTable: 'Show the table',
  kindCount: counted,
  groupOf: (kind: EntityKind, count: number, home: string) =>
    home === '' ? counted(kind, count) : `${counted(kind, count)} on ${home}`,
  groupMore: (kind: EntityKind, count: number) => `${number(count)} more ${kinds.name(kind, count)}`,
  folded: (list: string) => `Holds ${list}`,
  simulated: 'simulated',
  changed: (came: number, went: number) =>
    [
      came > 0 ? `${number(came)} new` : '',
      went > 0 ? `${number(went)} gone` : '',
      came + went === 0 ? 'dependencies differ' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  changedDetail: 'The estate has changed since this was drawn:',
  apply: 'Redraw',
  empty: {
    title: 'Nothing to draw yet',
    reason: 'The topology follows from what is collected: machines, networks, storage, workloads.',
    action: 'See the sources',
    lensTitle: (lens: string) => `${lens} has nothing to draw`,
    lensReason: 'No source of this domain has been collected.',
    lensAction: 'Show everything',
    gone: 'It is not there any more, or was not there yet at the moment that is shown.',
  },
  edges: {
    title: 'Depends on',
    from: 'What',
    to: 'Depends on',
    how: 'How',
    count: 'Times',
    more: (count: number) => `×${number(count)}`,
  },
  nodes: {
    title: 'What is shown',
    name: 'Name',
    kind: 'Kind',
    state: 'State',
    severity: 'Worst finding',
    folded: 'Holds',
    impact: 'Impact',
    within: 'In',
  },
  relation: {
    'runs-on': 'runs on',
    'member-of': 'member of',
    'part-of': 'part of',
    'stored-on': 'stored on',
    'backed-by': 'backed by',
    'attached-to': 'attached to',
    'connected-to': 'connected to',
    'owned-by': 'owned by',
    selects: 'selects',
    'routes-to': 'routes to',
    mounts: 'mounts',
    'bound-to': 'bound to',
    carries: 'carries',
    'located-in': 'located in',
    'replicates-to': 'replicates to',
    'peers-with': 'peers with',
    'powered-by': 'powered by',
    'managed-by': 'managed by',
    'documented-as': 'documented as',
    'uplink-to': 'reached through',
    'linked-with': 'linked with',
  } as Readonly<Record<string, string>>,
  panel: {
    dependsOn: 'Depends on',
    needed: 'Needed by',
  },
  failure: {
    start: 'What if it fails',
    stop: 'End what-if',
    title: (name: string) => `If ${name} fails`,
    nothing: 'Nothing that is known depends on it.',
    levels: { lost: 'lost', restarts: 'restarts', reduced: 'less redundant', failed: 'fails' },
    levelHints: {
      lost: 'Gone until what failed is mended',
      restarts: 'Gone until it is back elsewhere',
      reduced: 'Goes on, with less redundancy or without help',
    },
    summary: (lost: number, restarts: number, reduced: number) =>
      `${number(lost)} lost, ${number(restarts)} restart, ${number(reduced)} less redundant`,
    elsewhere: (count: number) => `${number(count)} more are of kinds that this view leaves out.`,
    list: 'What it would do',
    byKind: 'Any kind',
    all: 'All',
    steps: (count: number) => (count === 1 ? '1 step' : `${number(count)} steps`),
    why: 'Why',
    shown: (shown: number, total: number) => `${number(shown)} of ${number(total)}`,
    showMore: 'Show more',
    notKnown: 'Not known, or taken for granted',
    assumed: 'Worked out from what was collected; nothing was tried.',
    because: {
      needs: (relation: string, name: string) => `${relation} ${name}`,
      only: (kind: EntityKind, name: string) => `its only ${kinds.name(kind)} ${name}`,
      all: (kind: EntityKind, of: number, name: string, momentary: boolean) =>
        `all ${number(of)} ${kinds.name(kind, of)} ${momentary ? 'restart' : 'are gone'}, ${name} among them`,
      tooFew: (kind: EntityKind, left: number, of: number, name: string) =>
        `${number(left)} of ${counted(kind, of)} are too few, ${name} is gone`,
      some: (kind: EntityKind, left: number, of: number, name: string) =>
        `${number(left)} of ${counted(kind, of)} remain without ${name}`,
      takeover: (name: string, by: string) => `${name} is gone, ${by} can take over`,
      helped: (kind: EntityKind, name: string) => `goes on without its ${kinds.name(kind)} ${name}`,
      isolated: 'no way is left to a router, a firewall or the core',
      uplink: (left: number, of: number, name: string) =>
        `${number(left)} of ${number(of)} ways to the core remain without ${name}`,
    },
    caveats: {
      'uplinks-unknown': (n: number) =>
        `${counted('host', n)}: an adapter’s switch port is not collected, so it may keep or lose a way`,
      'datastores-unbacked': (n: number) => `${counted('datastore', n)}: the storage below is not collected`,
      'volumes-unbacked': (n: number) =>
        `${counted('persistent-volume', n)}: the storage below is not collected`,
      'nodes-without-machine': (n: number) => `${counted('k8s-node', n)}: the machine below is not known`,
      'hosts-unplaced': (n: number) => `${counted('host', n)}: the rack is not known`,
      'arrays-uncabled': (n: number) =>
        `${counted('array', n)}: network and fabric connections are not collected`,
      'power-unknown': (n: number) => `${number(n)} in this rack do not say which feed powers them`,
      'paths-unknown': (_: number) => 'Which LUNs are reached through which port is not collected',
      'ha-unknown': (n: number) =>
        `${counted('cluster', n)}: whether vSphere HA is on is not known, so no restart is counted on`,
      'ha-off': (n: number) => `${counted('cluster', n)}: vSphere HA is off, so nothing restarts by itself`,
      'ha-memory-short': (n: number) =>
        `${counted('cluster', n)}: memory does not suffice without the largest host, so some may not restart`,
      'quorum-lost': (n: number) =>
        `${counted('k8s-cluster', n)}: half of the control plane or more is gone, so nothing can be scheduled or changed`,
      'relations-unresolved': (_: number) => 'It names others that are not collected',
    } satisfies Record<TopologyCaveat['code'], (count: number) => string>,
  },
  status: { ok: 'fine', warning: 'look at it', critical: 'bad', idle: 'not in use', unknown: 'not known' },
  legendItems: {
    arrow: 'depends on',
    thick: 'several dependencies',
    folded: 'holds more',
    frame: 'stands in it',
    finding: 'worst finding',
  },
  shortcuts: {
    failure: 'What if it fails',
    focus: 'Focus on it',
    fit: 'Fit into the window',
    table: 'Picture or table',
    find: 'Find and focus',
  },
  pictureTitle: (what: string) => `Topology: ${what}`,
  pictureTime: (when: string) => `As known at ${when}`,
};
