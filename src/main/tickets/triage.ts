import type { Entity } from '../../shared/model/entity.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Domain } from '../../shared/model/kind.ts';
import { ticketPriorities, type TicketCategory, type TicketPriority } from '../../shared/model/ticket.ts';

/** What category and priority are worked out from. */
export interface TriageInput {
  readonly title: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What it is about, the nearest first. */
  readonly entities: readonly Entity[];
  /** Things with a critical finding now. */
  readonly isCritical: (entity: Entity) => boolean;
  /** How many things are lost when that one fails. */
  readonly dependents: (entity: Entity) => number;
}

export interface Judged<T> {
  readonly value: T;
  /** For people: it stands in the ticket's history. */
  readonly why: string;
}

const severityLabels = ['severity', 'priority', 'level'];

/** Words that systems have for how bad it is. */
const severityWords: readonly (readonly [words: RegExp, priority: TicketPriority])[] = [
  [/^(?:p1|1|critical|crit|page|emergency|emerg|disaster|fatal|blocker|sev1|kritisch)$/i, 'p1'],
  [/^(?:p2|2|error|err|major|high|urgent|alert|sev2|hoch)$/i, 'p2'],
  [/^(?:p3|3|warning|warn|minor|medium|average|normal|sev3|mittel)$/i, 'p3'],
  [/^(?:p4|4|info|information|informational|notice|low|none|debug|sev4|niedrig|gering)$/i, 'p4'],
];

/** How people tell of it; the first that fits decides. */
const toldWords: readonly (readonly [words: RegExp, priority: TicketPriority, why: string])[] = [
  [
    /\b(?:outage|down for (?:all|every)|everything is down|complete(?:ly)? down|service (?:is )?down|production (?:is )?down|data loss)\b|\b(?:totalausfall|komplettausfall|alles steht|datenverlust)\b/i,
    'p1',
    'its words tell of an outage',
  ],
  [
    /\b(?:nobody can|no one can|down|unreachable|not reachable|offline|hangs?|hung|frozen|freezes|crash\w*|fails?|failed|failing|flapping|degraded|50\d|timeouts?|times out|read-only|refus(?:es|ed)|lost|slow|full)\b|(?:niemand kann|nicht erreichbar|ausgefallen|hängt|eingefroren|abgestürzt|stürzt|fehlerhaft|langsam|gestört|voll\b|ausfall)/i,
    'p2',
    'its words tell of something that does not work',
  ],
  [
    /\b(?:will (?:be|run)|running out|runs out|almost|nearly|soon|expires?|expiring|growing|predicted|forecast|old|outdated|deprecated)\b|(?:bald|läuft ab|beinahe|fast voll|veraltet|zu alt)/i,
    'p3',
    'its words tell of trouble to come',
  ],
  [
    /\b(?:please|request|could you|can you|would like|how (?:do|can|to)|question|need a new|create|provision)\b|\b(?:bitte|anfrage|könnt|könnten|wunsch|frage|anlegen|einrichten)\b/i,
    'p4',
    'its words tell of a request',
  ],
];

/** So many dependents make it a matter of a whole service. */
const manyDependents = 10;

export function judgePriority(input: TriageInput): Judged<TicketPriority> {
  const first = statedPriority(input.labels) ?? toldPriority(`${input.title}\n${input.text}`);
  const critical = input.entities.find(input.isCritical);
  if (critical && first.value > 'p2') {
    return { value: 'p2', why: `${critical.name} has a critical finding` };
  }
  // A request about something large is a request; trouble of something large is trouble of all that stands on it.
  if (first.value === 'p2' || first.value === 'p3') {
    for (const entity of input.entities.slice(0, 3)) {
      const count = input.dependents(entity);
      if (count < manyDependents) continue;
      const value = ticketPriorities[ticketPriorities.indexOf(first.value) - 1] ?? first.value;
      return { value, why: `${first.why}, and ${count} others depend on ${entity.name}` };
    }
  }
  return first;
}

/** Priority by a system's own word for it. */
export const priorityCalled = (word: string): TicketPriority | undefined =>
  severityWords.find(([words]) => words.test(word.trim()))?.[1];

function statedPriority(labels: TriageInput['labels']): Judged<TicketPriority> | undefined {
  for (const name of severityLabels) {
    const value = labels[name]?.trim();
    const called = value === undefined ? undefined : priorityCalled(value);
    if (called) return { value: called, why: `its label ${name} says ${value}` };
  }
  return undefined;
}

function toldPriority(text: string): Judged<TicketPriority> {
  const found = toldWords.find(([words]) => words.test(text));
  return found
    ? { value: found[1], why: found[2] }
    : { value: 'p3', why: 'neither labels nor words say how bad it is' };
}

const categoryOfDomain: Readonly<Record<Domain, TicketCategory | undefined>> = {
  vmware: 'compute',
  kubernetes: 'kubernetes',
  network: 'network',
  storage: 'storage',
  infrastructure: undefined,
};

/** A hypervisor's own view of what is not computing. */
const categoryOfKind: Partial<Record<EntityKind, TicketCategory>> = {
  datastore: 'storage',
  'datastore-cluster': 'storage',
  network: 'network',
  'dv-switch': 'network',
  'persistent-volume': 'storage',
};

const labelCategories: readonly (readonly [labels: readonly string[], category: TicketCategory])[] = [
  [['datastore', 'volume', 'lun', 'array', 'pool', 'aggregate', 'svm'], 'storage'],
  [['interface', 'ifname', 'ifDescr', 'ifName', 'switch', 'router', 'firewall', 'vlan'], 'network'],
  [['pod', 'deployment', 'statefulset', 'daemonset', 'namespace', 'persistentvolumeclaim'], 'kubernetes'],
  [['vm', 'vmname', 'vm_name', 'esxi_host', 'hostsystem'], 'compute'],
];

const toldCategories: readonly (readonly [words: RegExp, category: TicketCategory])[] = [
  [
    /\b(?:kube\w*|k8s|pods?|deployments?|namespaces?|containers?|crashloop\w*|ingress|helm|replicas?)\b/i,
    'kubernetes',
  ],
  [
    /\b(?:datastores?|luns?|volumes?|arrays?|storage|nfs|iscsi|san|snapshots?|speicher(?:platz)?)\b/i,
    'storage',
  ],
  [
    /\b(?:switch(?:es)?|routers?|ports?|interfaces?|vlans?|uplinks?|links?|bgp|packet loss|dns|dhcp|network|netzwerk|firewalls?)\b/i,
    'network',
  ],
  [/\b(?:vms?|esxi?|hosts?|hypervisors?|vcenter|vmotion|guests?|servers?|cpu|memory)\b/i, 'compute'],
  [
    /\b(?:application|app|website|web ?page|login|checkout|api|http|5\d\d|50\d|error rate|latency|anwendung|webseite|anmeldung)\b/i,
    'application',
  ],
];

export function judgeCategory({ title, text, labels, entities }: TriageInput): Judged<TicketCategory> {
  const [first] = entities;
  const ofEntity =
    first && (categoryOfKind[first.kind] ?? categoryOfDomain[kindDefinition(first.kind).domain]);
  if (first && ofEntity) {
    return { value: ofEntity, why: `${first.name} is a ${kindDefinition(first.kind).title}` };
  }
  for (const [names, category] of labelCategories) {
    const name = names.find((one) => labels[one] !== undefined);
    if (name !== undefined) return { value: category, why: `it has the label ${name}` };
  }
  const told = `${title}\n${text}`;
  const found = toldCategories.find(([words]) => words.test(told));
  return found
    ? { value: found[1], why: `its words are of ${found[1]}` }
    : { value: 'other', why: 'nothing says what it is of' };
}
