import { makeRecord, type RecordContent } from '../../src/main/audit/record.ts';
import type { Instant } from '../../src/shared/model/ids.ts';

/*
 * One document of each database as the application writes it, as CouchDB has it. What a specification changes of it is
 * what it is about.
 */

type Members = Readonly<Record<string, unknown>>;

export const at = '2026-05-01T08:00:00.000Z';
export const later = '2026-05-01T09:00:00.000Z';
const schemaVersion = 1;

export const sampleEntity = (change: Members = {}): Members => ({
  _id: 'vc-a:vm:vm-1',
  kind: 'vm',
  source: 'vc-a',
  nativeId: 'vm-1',
  name: 'web-1',
  attributes: { vcpus: 4, disks: [{ label: 'disk 1' }] },
  relations: [{ type: 'runs-on', to: 'vc-a:host:h-1' }],
  keys: ['uuid:00'],
  labels: { team: 'web' },
  unknown: {},
  simulated: false,
  firstSeenAt: at,
  observedAt: at,
  changedAt: at,
  volatileAt: at,
  runId: 'run-1',
  configHash: '0123456789abcdef',
  contentHash: '0123456789abcdef',
  schemaVersion,
  ...change,
});

export const sampleChange = (change: Members = {}): Members => ({
  _id: 'change-1',
  entityId: 'vc-a:vm:vm-1',
  kind: 'vm',
  source: 'vc-a',
  entityName: 'web-1',
  runId: 'run-1',
  at,
  type: 'field',
  class: 'configuration',
  path: 'attributes.vcpus',
  from: 2,
  to: 4,
  schemaVersion,
  ...change,
});

export const sampleRun = (change: Members = {}): Members => ({
  _id: 'run-1',
  type: 'collection',
  source: 'vc-a',
  domain: 'vmware',
  simulated: false,
  startedAt: at,
  outcome: 'running',
  scopes: [{ kind: 'vm', outcome: 'complete', seen: 3 }],
  counts: { seen: 3, added: 3 },
  rejects: [],
  unavailable: [],
  schemaVersion,
  ...change,
});

export const sampleNote = (change: Members = {}): Members => ({
  id: 'note-1',
  section: 'hosts',
  text: 'Ask before you touch it.',
  author: 'alice',
  createdAt: at,
  ...change,
});

export const sampleDocument = (change: Members = {}): Members => ({
  _id: 'virtualization',
  generator: 'virtualization',
  generatorVersion: 1,
  domain: 'vmware',
  title: 'Virtualization',
  version: 3,
  versionAt: at,
  refreshedAt: at,
  sections: [{ key: 'hosts', title: 'Hosts', level: 2, blocks: [], inputs: {}, writtenAt: at }],
  notes: [],
  schemaVersion,
  ...change,
});

export const sampleVersion = (change: Members = {}): Members => ({
  _id: 'virtualization@00000003',
  documentId: 'virtualization',
  version: 3,
  at,
  reason: 'host changed on 3 VMs',
  order: ['hosts'],
  replaced: [],
  added: [],
  title: 'Virtualization',
  schemaVersion,
  ...change,
});

export const sampleFeedback = (change: Members = {}): Members => ({
  _id: 'feedback-1',
  about: { is: 'proposal', remediation: 'R-1' },
  verdict: 'up',
  by: 'alice',
  at,
  schemaVersion,
  ...change,
});

export function sampleAudit(change: Partial<RecordContent> = {}): Members {
  const { id, ...record } = makeRecord({
    workstation: 'noc-1',
    sequence: 1,
    at: at as Instant,
    operator: 'alice',
    event: { phase: 'fact', action: 'tickets.add', via: 'window', result: 'done' },
    subject: 'T-aaaaaaaa',
    details: { title: 'web-1 hangs', 10: 'ten', 9: 'nine', ümlaut: '“– 𝄞' },
    previousHash: 'genesis',
    ...change,
  });
  return { _id: id, ...record };
}

export const samplePolicy = (change: Members = {}): Members => ({
  _id: '000000002-0123456789abcdef-abcd1234',
  sequence: 2,
  version: '0123456789abcdef',
  at,
  by: 'ada',
  how: 'applied',
  reason: 'less at night',
  text: 'enabled: []',
  diff: '',
  schemaVersion,
  ...change,
});

export const sampleThrow = (change: Members = {}): Members => ({
  ...samplePolicy(),
  _id: 'kill-switch-abcd1234',
  sequence: 0,
  version: 'abcd1234',
  by: 'alice',
  how: 'kill-switch-thrown',
  text: '',
  ...change,
});

export const sampleRelease = (change: Members = {}): Members =>
  sampleThrow({
    _id: 'kill-switch-abcd1234-released-efgh5678',
    by: 'bob',
    how: 'kill-switch-released',
    ...change,
  });

export const samplePresence = (change: Members = {}): Members => ({
  _id: 'noc-1',
  workstation: 'noc-1',
  name: 'noc-1.example',
  version: '0.1.0',
  operator: 'alice',
  seenAt: at,
  looking: [{ operator: 'alice', view: 'tickets', subject: 'T-aaaaaaaa', since: at }],
  leads: ['collect:vc-a'],
  running: [],
  schemaVersion,
  ...change,
});

export const sampleClaim = (change: Members = {}): Members => ({
  _id: 'R-1',
  workstation: 'noc-1',
  operator: 'alice',
  by: 'alice',
  nonce: 'abcdefgh12345678',
  planHash: 'plan-1',
  at,
  schemaVersion,
  ...change,
});

export const sampleLease = (change: Members = {}): Members => ({
  _id: 'task:documents',
  task: 'documents',
  holder: 'noc-1',
  session: 'session-1',
  fence: 3,
  operator: 'carl',
  schemaVersion,
  ...change,
});

export const sampleBeat = (change: Members = {}): Members => ({
  _id: 'station:noc-1',
  workstation: 'noc-1',
  session: 'session-1',
  beat: 7,
  operator: 'carl',
  schemaVersion,
  ...change,
});

export const created: Members = { is: 'created', id: 'e-1', at, by: 'alice' };
export const changedState = (to: string, change: Members = {}): Members => ({
  is: 'changed',
  id: `e-${to}`,
  at: later,
  by: 'alice',
  field: 'state',
  from: 'new',
  to,
  ...change,
});
export const comment = (by: string, change: Members = {}): Members => ({
  is: 'comment',
  id: `c-${by}`,
  at: later,
  by,
  text: 'looked at it',
  ...change,
});

export const sampleTicket = (change: Members = {}): Members => ({
  _id: 'T-aaaaaaaa',
  title: 'web-1 hangs',
  text: '',
  origin: { is: 'person', operator: 'alice' },
  state: 'new',
  priority: 'p2',
  category: 'compute',
  entities: [{ id: 'vc-a:vm:vm-1', how: 'name' }],
  labels: {},
  watchers: ['alice'],
  attachments: [],
  events: [created],
  automation: false,
  createdAt: at,
  updatedAt: at,
  since: at,
  respondBy: later,
  resolveBy: later,
  schemaVersion,
  ...change,
});

export const approval = (by: string, change: Members = {}): Members => ({
  by,
  at: later,
  planHash: 'plan-1',
  workstation: 'noc-1',
  role: 'approver',
  breakGlass: false,
  ...change,
});
export const entry = (seq: number, is: string, change: Members = {}): Members => ({
  seq,
  at: later,
  is,
  ...change,
});

export const sampleRemediation = (change: Members = {}): Members => ({
  _id: 'R-1',
  action: 'vm.restart',
  target: 'vc-a:vm:vm-1',
  targetName: 'web-1',
  targetClass: 'vm',
  parameters: {},
  cause: 'hung',
  pattern: { strength: 1, similarSolved: 0, similarFailed: 0 },
  confidence: 0.5,
  expectedEffect: 'it answers',
  howToVerify: 'heartbeat',
  proposedBy: { by: 'rules' },
  state: 'awaiting-approval',
  createdAt: at,
  updatedAt: at,
  expiresAt: later,
  score: { value: 50 },
  decision: { is: 'approval' },
  approvals: [],
  journal: [],
  dryRun: false,
  schemaVersion,
  ...change,
});
