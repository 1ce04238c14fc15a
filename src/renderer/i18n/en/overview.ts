import type { OverviewActivity, OverviewFigure } from '../../../shared/contract/overview.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';
import { kinds } from './kinds.ts';

const { number } = formatFor('en');
const of = (value: number, one: string, many?: string) => plural('en', value, one, many ?? `${one}s`);
const counted = (kind: EntityKind, count: number) => `${number(count)} ${kinds.name(kind, count)}`;
const inPlace = (partition: string | undefined) => (partition === undefined ? '' : ` in ${partition}`);

export const overview = {
  period: 'Show what is new since',
  newSince: 'New since',
  periods: { visit: 'my last visit', hours8: '8 hours', day: '24 hours', week: '7 days' },
  lastVisit: (relative: string) => `Last visit ${relative}`,
  markSeen: 'Mark as seen',
  markedSeen: 'What comes from now on is new',
  shortened: 'Changes further back are in the inventory and in each entity’s timeline.',
  attention: 'What needs me now',
  approvals: 'Approvals',
  approvalsNone: 'none; automation is off',
  approvalsWait: 'wait for somebody',
  tickets: 'Open tickets',
  ticketsNone: 'nothing to do',
  ticketsOpen: (gravest: number, overdue: number) =>
    [
      gravest === 0 ? 'none of P1' : `${number(gravest)} of P1`,
      overdue === 0 ? 'none overdue' : `${number(overdue)} overdue`,
    ].join(', '),
  collections: 'Collections failing',
  collectionsFine: (sources: number) => `all ${number(sources)} read completely`,
  collectionsFineOne: 'read completely',
  collectionsNever: 'none has run yet',
  documents: 'Documents to write',
  documentsFine: (total: number) => `${of(total, 'document')} up to date`,
  documentsUnknown: 'being worked out',
  documentsNow: 'as of now',
  write: 'Write documents',
  writing: 'Documents are being written',
  findings: 'Findings',
  findingsNew: (count: number) => (count === 0 ? 'none new' : `${number(count)} new`),
  findingsFine: 'nothing breaks a rule',
  criticalWarning: (critical: number, warning: number) =>
    `${number(critical)} critical, ${of(warning, 'warning')}`,
  failing: {
    title: 'Collections that did not succeed',
    since: 'complete until',
    never: 'never complete',
    tried: 'tried',
    retry: 'Collect now',
    started: 'Collection started',
    stands: 'What was known before stands, with its age.',
    hints: {
      default: 'Look at the run for what was asked and what came.',
      connection: 'Test the server in the settings: is it reachable, is its secret still valid?',
      trust: 'What the server runs or offers is not what was accepted: look at it in the settings.',
      timeout: 'It answered too slowly: raise its timeout, or ask for less.',
    },
    states: { failed: 'not reached', waiting: 'trying again', untrusted: 'to be accepted' },
    openSource: 'Server settings',
  },
  outcome: {
    queued: 'queued',
    running: 'running',
    succeeded: 'succeeded',
    partial: 'in part',
    failed: 'failed',
    'timed-out': 'timed out',
    cancelled: 'cancelled',
    interrupted: 'interrupted',
  } satisfies Record<OverviewActivity['outcome'], string>,
  staleList: {
    title: 'Documents to write',
    more: (count: number) => `${number(count)} more`,
  },
  topFindings: {
    title: 'Worst and newest findings',
    isNew: 'new',
    alike: (count: number) => `+ ${number(count)} more`,
    all: (count: number) => `All ${number(count)} findings`,
  },
  estate: {
    title: 'Estate at a glance',
    domain: 'Domain',
    objects: 'Objects',
    capacity: 'Capacity and health',
    filling: 'Full first',
    findings: 'Findings',
    domains: {
      vmware: 'Virtualization',
      kubernetes: 'Kubernetes',
      network: 'Network',
      storage: 'Storage',
      infrastructure: 'Infrastructure',
    },
    kind: counted,
    openDocument: 'Document',
    simulated: 'simulated',
    none: 'none',
  },
  figures: {
    'cpu-used': 'CPU used',
    'memory-used': 'Memory used',
    'memory-headroom': 'Memory left at N−1',
    'storage-used': 'Datastores used',
    'machines-on': 'VMs on',
    'nodes-not-ready': 'Nodes not ready',
    'pods-not-ready': 'Pods not ready',
    'requests-headroom': 'Memory requests left at N−1',
    'devices-unreachable': 'Devices unreachable',
    'links-down': 'Links down',
    'sessions-down': 'BGP sessions down',
    'rack-units-used': 'Rack units used',
    'pools-used': 'Pools used',
    'parts-unhealthy': 'Parts not healthy',
  } satisfies Record<OverviewFigure['key'], string>,
  figureOf: (used: string, total: string) => `${used} of ${total}`,
  units: (value: number) => `${number(value, Number.isInteger(value) ? 0 : 1)} U`,
  filling: {
    full: 'full',
    days: (days: number) => `in ${of(days, 'day')}`,
    range: (earliest: number, latest: number | undefined) =>
      latest === undefined
        ? `${number(earliest)} days or more, by the points of the last weeks`
        : `${number(earliest)} to ${number(latest)} days, by the points of the last weeks`,
    'no-forecasts': 'Nothing of this domain is forecast.',
    'no-trend': 'No trend yet: 14 daily points with a steady growth are needed.',
  },
  freshness: {
    title: 'Can I trust what I see',
    source: 'Source',
    complete: 'Complete',
    outcome: 'Last run',
    next: 'Next collection',
    nextNone: 'Nothing starts the collection by itself.',
    expected: (text: string) => `expected every ${text}`,
    retired: 'not collected any more',
    running: 'running',
    pastNote: 'How fresh the sources are now, not at the moment that is shown.',
    empty: 'Nothing has been collected yet.',
  },
  changes: {
    title: 'Changes over time',
    by: 'Group by',
    byClass: 'Class',
    byDomain: 'Domain',
    configuration: 'Configuration',
    placement: 'Placement',
    summary: (total: number) => of(total, 'change'),
    none: 'No field changed in this period; what is new or gone stands below.',
    asTable: 'Show as a table',
    asPlot: 'Show as a plot',
    from: 'From',
    plot: (total: number) =>
      `Bars of changes over time, ${of(total, 'change')} in all. The table shows the same.`,
    failed: 'The plot could not be loaded. The table shows the same.',
  },
  changed: {
    title: 'What changed',
    none: 'Nothing changed.',
    all: 'All changes',
    field: (kind: EntityKind, count: number, field: string, partition: string | undefined) =>
      `${counted(kind, count)}${inPlace(partition)}: ${field}`,
    moved: (kind: EntityKind, count: number, field: string, partition: string | undefined) =>
      `${counted(kind, count)} moved ${field}${inPlace(partition)}`,
    appeared: (kind: EntityKind, count: number, partition: string | undefined) =>
      `${counted(kind, count)} new${inPlace(partition)}`,
    disappeared: (kind: EntityKind, count: number, partition: string | undefined) =>
      `${counted(kind, count)} gone${inPlace(partition)}`,
    returned: (kind: EntityKind, count: number, partition: string | undefined) =>
      `${counted(kind, count)} back${inPlace(partition)}`,
    more: (count: number) => `and ${number(count)} more`,
    counts: (configuration: number, placement: number, appeared: number, disappeared: number) =>
      `${number(configuration)} configuration, ${number(placement)} placement, ${number(appeared)} new, ${number(disappeared)} gone`,
  },
  activity: {
    title: 'Activity',
    all: 'All activity',
    none: 'Nothing has run yet.',
    jobs: {
      collection: 'Collection',
      metrics: 'Metrics',
      alerts: 'Alerts',
      documents: 'Documents',
      prose: 'Prose',
      diagnosis: 'Diagnosis of a ticket',
      'clean-up': 'Clean-up',
    } as Readonly<Record<string, string>>,
    changed: (count: number) => `${of(count, 'entity', 'entities')} changed`,
  },
  running: {
    collection: 'Collecting',
    documents: 'Writing documents',
    other: (name: string) => `Running ${name}`,
    waiting: 'waiting for its turn',
    open: 'Show',
  },
  firstRun: {
    title: 'Nothing is connected yet',
    reason:
      'Datacenter Docs reads inventory through MCP servers, keeps every change, and writes documentation from it. It changes nothing in the infrastructure.',
    lab: {
      title: 'Explore the simulated datacenter',
      what: 'A lab with 80 VMs, two Kubernetes clusters, 24 network devices and three arrays runs on this machine. It is collected and documented within seconds, marked as simulated everywhere, and can be taken away at any time.',
      action: 'Start the lab',
      phases: { start: 'Starting the lab', collect: 'Collecting', document: 'Writing documents' },
      failed: 'The lab could not be set up',
      done: (entities: number, documents: number, seconds: string) =>
        `${of(entities, 'entity', 'entities')} and ${of(documents, 'document')} in ${seconds} s`,
    },
    server: {
      title: 'Add an MCP server',
      what: 'vCenter, Kubernetes, NetBox, network or storage through an MCP server that you have. Nothing of it runs before you have accepted its command and its tools; only reading tools are used.',
      action: 'Add a server',
    },
  },
  nothingYet: {
    title: 'Nothing collected yet',
    reason: (sources: number) =>
      `${of(sources, 'MCP server')} ${sources === 1 ? 'is' : 'are'} configured. The first collection fills this page.`,
    failed: 'No collection has succeeded so far. What went wrong stands below.',
    action: 'Collect now',
    servers: 'Look at the servers',
  },
  nothingThen: {
    title: 'Nothing was known at that moment',
    reason: 'The first collection came later. Choose a later moment, or go back to now.',
    action: 'Back to now',
  },
};
