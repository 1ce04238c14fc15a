import type { FactCase } from '../case.ts';
import { compared, counted, extreme, listed } from './compared.ts';
import { dated, link, measured, state, valueAt, worded } from './shapes.ts';

const around = {
  en: [
    '{a} {q}.',
    'During the review it turned out that {a} {q}.',
    'For the record, {a} {q}.',
    'Platform engineers will notice that {a} {q}.',
  ],
  de: ['{a} {q}.', 'Festzuhalten ist: {a} {q}.'],
};

export const platformCases: readonly FactCase[] = [
  link('routes-to', ['ingress', 'service'], {
    en: [
      'The ingress {a} [forwards|does not forward] traffic to the service {b}.',
      'Requests that reach {a} [end up|do not end up] at {b}.',
      'The service {b} [is|is not] exposed by the ingress {a}.',
      '{a} [points|does not point] to {b}.',
    ],
    de: ['Der Ingress {a} [leitet|leitet nicht] an den Service {b} weiter.'],
  }),
  link('scales', ['autoscaler', 'workload'], {
    en: [
      'The autoscaler {a} [is|is not] responsible for the workload {b}.',
      '{b} [is|is not] scaled by {a}.',
      'The workload {b} [is|is not] under the control of the autoscaler {a}.',
      '{a} [adjusts|does not adjust] the replicas of {b}.',
    ],
    de: ['Der Autoscaler {a} [skaliert|skaliert nicht] den Workload {b}.'],
  }),
  link('bound-to', ['persistent-volume-claim', 'persistent-volume'], {
    en: [
      'The claim {a} [is|is not] bound to the persistent volume {b}.',
      'The persistent volume {b} [satisfies|does not satisfy] the claim {a}.',
      '{b} [is|is not] what the PVC {a} is bound to.',
    ],
    de: ['Der PVC {a} [ist|ist nicht] an das Persistent Volume {b} gebunden.'],
  }),
  link('mounts', ['pod', 'persistent-volume-claim'], {
    en: [
      'The pod {a} [mounts|does not mount] the claim {b}.',
      'The PVC {b} [is|is not] mounted by the pod {a}.',
      '{b} [is|is not] attached to the pod {a}.',
    ],
    de: ['Der Pod {a} [bindet|bindet nicht] den PVC {b} ein.'],
  }),
  link('selects', ['service', 'workload'], {
    en: [
      'The service {a} [selects|does not select] the workload {b}.',
      'Behind the service {a} [is|is not] the workload {b}.',
      'The workload {b} [is|is not] reached through the service {a}.',
    ],
    de: ['Der Service {a} [zeigt|zeigt nicht] auf den Workload {b}.'],
  }),
  link('part-of', ['autoscaler', 'namespace'], {
    en: [
      'The autoscaler {a} [is|is not] defined in the namespace {b}.',
      'The namespace {b} [includes|does not include] the autoscaler {a}.',
      '{a} [exists|does not exist] in the namespace {b}.',
    ],
    de: ['Der Autoscaler {a} [liegt|liegt nicht] im Namespace {b}.'],
  }),
  link('owned-by', ['pod', 'workload'], {
    en: [
      'The pod {a} [was|was not] created by the workload {b}.',
      'The workload {b} [owns|does not own] the pod {a}.',
      '{a} [is|is not] a pod of the workload {b}.',
    ],
    de: ['Der Pod {a} [gehört|gehört nicht] zum Workload {b}.'],
  }),
  link('member-of', ['vm', 'resource-pool'], {
    en: [
      'The VM {a} [draws|does not draw] from the resource pool {b}.',
      '{a} [sits|does not sit] in the resource pool {b}.',
      'The resource pool {b} [covers|does not cover] the VM {a}.',
    ],
    de: ['Die VM {a} [liegt|liegt nicht] im Ressourcenpool {b}.'],
  }),
  link('managed-by', ['host', 'vcenter'], {
    en: [
      'The vCenter {b} [manages|does not manage] the host {a}.',
      '{a} [is|is not] under the management of {b}.',
      'The host {a} [is|is not] registered with {b}.',
    ],
    de: ['Der Host {a} [wird|wird nicht] vom vCenter {b} verwaltet.'],
  }),
  measured('autoscaler', 'maxReplicas', 'count', {
    en: [
      'The autoscaler {a} [may|may not] go up to {q} replicas.',
      'The upper limit of the autoscaler {a} is {q} replicas.',
      'A maximum of {q} replicas is set on {a}.',
      '{a} has a maximum of {q} replicas.',
    ],
    de: ['Der Autoscaler {a} erlaubt höchstens {q} Replikate.'],
  }),
  measured('autoscaler', 'minReplicas', 'count', {
    en: [
      'The autoscaler {a} never goes below {q} replicas.',
      'A minimum of {q} replicas is configured for {a}.',
      'The lower limit of {a} is {q} replicas.',
    ],
    de: ['Der Autoscaler {a} hält mindestens {q} Replikate.'],
  }),
  measured('autoscaler', 'currentReplicas', 'count', {
    en: ['The autoscaler {a} currently runs {q} replicas.', '{a} stands at {q} replicas.'],
    de: ['Der Autoscaler {a} steht bei {q} Replikaten.'],
  }),
  measured('persistent-volume-claim', 'capacityBytes', 'bytes', {
    en: [
      'The claim {a} [gets|does not get] {q}.',
      'A capacity of {q} stands behind the PVC {a}.',
      '{a} is a claim of {q}.',
      'The PVC {a} [is|is not] {q} in size.',
    ],
    de: ['Der PVC {a} umfasst {q}.'],
  }),
  measured('persistent-volume-claim', 'usedPercent', 'percent', {
    en: ['The PVC {a} is {q} full.', '{q} of the claim {a} is used.', 'Usage of {a} stands at {q}.'],
    de: ['Der PVC {a} ist zu {q} voll.'],
  }),
  measured('persistent-volume', 'capacityBytes', 'bytes', {
    en: ['The persistent volume {a} provides {q}.', '{q} of storage come with the persistent volume {a}.'],
    de: ['Das Persistent Volume {a} bietet {q}.'],
  }),
  measured('service', 'backendsReady', 'count', {
    en: [
      'The service {a} has {q} ready backends.',
      '{q} backends of the service {a} are ready.',
      'Behind {a}, {q} backends are ready.',
    ],
    de: ['Der Service {a} hat {q} bereite Backends.'],
  }),
  measured('pod', 'restarts', 'count', {
    en: [
      'The pod {a} came back {q} times.',
      '{q} restarts are on record for the pod {a}.',
      'Kubernetes has restarted {a} {q} times.',
    ],
    de: ['Der Pod {a} wurde {q} Mal neu gestartet.'],
  }),
  measured('disruption-budget', 'disruptionsAllowed', 'count', {
    en: ['The disruption budget {a} allows {q} disruptions.', '{q} disruptions are allowed by {a}.'],
    de: ['Das Disruption Budget {a} erlaubt {q} Unterbrechungen.'],
  }),
  measured('host', 'ntpOffsetMs', 'ms', {
    en: [
      'The clock of the host {a} is off by {q}.',
      'An NTP offset of {q} was measured on {a}.',
      'NTP offset on {a}: {q}.',
    ],
    de: ['Der NTP-Versatz von {a} beträgt {q}.'],
  }),
  measured('cluster', 'haFailoverLevel', 'count', {
    en: ['The cluster {a} tolerates {q} host failures.', 'HA on {a} reserves for {q} host failures.'],
    de: ['Der Cluster {a} verkraftet {q} Hostausfälle.'],
  }),
  measured('resource-pool', 'memoryReservationBytes', 'bytes', {
    en: [
      '{q} of memory are reserved for the resource pool {a}.',
      'The memory reservation of {a} comes to {q}.',
      'The resource pool {a} has a memory reservation of {q}.',
    ],
    de: ['Für den Ressourcenpool {a} sind {q} Arbeitsspeicher reserviert.'],
  }),
  measured('resource-pool', 'cpuReservationMhz', 'mhz', {
    en: ['The CPU reservation of the resource pool {a} is {q}.', '{a} reserves {q} of CPU.'],
    de: ['Die CPU-Reservierung von {a} beträgt {q}.'],
  }),
  measured('dv-switch', 'mtu', 'exact', {
    en: [
      'On the distributed switch {a} the MTU is {q}.',
      'The distributed switch {a} works with an MTU of {q}.',
    ],
    de: ['Der verteilte Switch {a} hat eine MTU von {q}.'],
  }),
  measured('datastore', 'vmCount', 'count', {
    en: [
      'The datastore {a} stores {q} VMs.',
      '{q} VMs are kept on the datastore {a}.',
      'On {a} there are {q} VMs.',
    ],
    de: ['Auf dem Datastore {a} liegen {q} VMs.'],
  }),
  worded('persistent-volume-claim', 'class', {
    en: [
      'The PVC {a} [is|is not] of the storage class {q}.',
      'The claim {a} [asks|does not ask] for the class {q}.',
      '{a} uses {q}.',
    ],
    de: ['Der PVC {a} verwendet die Storage Class {q}.'],
  }),
  worded('ingress', 'class', {
    en: [
      'The ingress {a} [belongs|does not belong] to the class {q}.',
      '{a} is served by {q}.',
      'Ingress class of {a}: {q}.',
    ],
    de: ['Der Ingress {a} gehört zur Klasse {q}.'],
  }),
  worded('pod', 'qosClass', {
    en: ['The QoS class of the pod {a} [is|is not] {q}.', '{a} runs as {q}.'],
    de: ['Der Pod {a} hat die QoS-Klasse {q}.'],
  }),
  worded('certificate', 'issuer', {
    en: [
      'The certificate {a} [was|was not] issued by {q}.',
      '{q} signed the certificate {a}.',
      'Issuer of {a}: {q}.',
    ],
    de: ['Das Zertifikat {a} wurde von {q} ausgestellt.'],
  }),
  worded('persistent-volume', 'reclaimPolicy', {
    en: [
      'The reclaim policy of {a} [is|is not] {q}.',
      'The persistent volume {a} has the reclaim policy {q}.',
    ],
    de: ['Die Reclaim Policy von {a} ist {q}.'],
  }),
  state(
    'persistent-volume-claim',
    'phase',
    [
      { value: 'Bound', en: [['is bound', 'is not bound']], de: [['ist gebunden', 'ist nicht gebunden']] },
      {
        value: 'Pending',
        en: [
          ['is pending', 'is not pending'],
          ['is still waiting for a volume', ''],
        ],
        de: [['ist ausstehend', '']],
      },
      {
        value: 'Lost',
        en: [
          ['is lost', 'is not lost'],
          ['has lost its volume', ''],
        ],
        de: [['ist verloren', '']],
      },
    ],
    around,
  ),
  state(
    'workload',
    'paused',
    [
      {
        value: true,
        en: [
          ['is paused', 'is not paused'],
          ['has been paused', 'has not been paused'],
        ],
        de: [['ist pausiert', 'ist nicht pausiert']],
      },
    ],
    around,
  ),
  state(
    'certificate',
    'ready',
    [{ value: true, en: [['is ready', 'is not ready']], de: [['ist bereit', 'ist nicht bereit']] }],
    around,
  ),
  state(
    'cluster',
    'haEnabled',
    [
      {
        value: true,
        en: [
          ['has HA enabled', 'does not have HA enabled'],
          ['is protected by HA', 'is not protected by HA'],
        ],
        de: [['hat HA aktiviert', '']],
      },
      {
        value: false,
        en: [
          ['has HA disabled', ''],
          ['runs without HA', ''],
        ],
        de: [['hat HA deaktiviert', '']],
      },
    ],
    around,
  ),
  state(
    'vm',
    'consolidationNeeded',
    [
      {
        value: true,
        en: [
          ['needs disk consolidation', 'does not need disk consolidation'],
          ['is waiting for consolidation', ''],
        ],
        de: [['benötigt eine Konsolidierung', 'benötigt keine Konsolidierung']],
      },
    ],
    around,
  ),
  state(
    'host',
    'maintenanceMode',
    [
      {
        value: true,
        en: [
          ['is under maintenance', 'is not under maintenance'],
          ['has been put into maintenance mode', 'has not been put into maintenance mode'],
        ],
        de: [['befindet sich im Wartungsmodus', 'befindet sich nicht im Wartungsmodus']],
      },
    ],
    around,
  ),
  state(
    'storage-class',
    'expandable',
    [
      {
        value: true,
        en: [
          ['allows expansion', 'does not allow expansion'],
          ['is expandable', 'is not expandable'],
        ],
        de: [['ist erweiterbar', 'ist nicht erweiterbar']],
      },
    ],
    around,
  ),
  dated('certificate', 'expiresAt', {
    en: [
      'The certificate {a} expires {q}.',
      'The certificate {a} runs out {q}.',
      'The certificate {a} stops being valid {q}.',
    ],
    de: ['Das Zertifikat {a} läuft {q} ab.'],
  }),
  compared('autoscaler', 'maxReplicas', {
    en: ['{a} has a higher maximum than {b}.', 'The autoscaler {a} allows more replicas than {b}.'],
    de: ['Der Autoscaler {a} erlaubt mehr Replikate als {b}.'],
  }),
  compared('persistent-volume-claim', 'usedPercent', {
    en: [
      'The claim {a} is fuller than {b}.',
      '{b} is less full than {a}.',
      '{a} has a higher usage than {b}.',
    ],
    de: ['Der PVC {a} ist voller als {b}.'],
  }),
  extreme('pod', 'restarts', 'most', {
    en: [
      'The pod with the most restarts is {a}.',
      'No pod has restarted more often than {a}.',
      '{a} leads all pods in restarts.',
    ],
    de: ['Die meisten Neustarts hat der Pod {a}.'],
  }),
  counted({
    name: 'snapshots of a VM',
    group: 'vm',
    of: (_, group) => {
      const list: unknown = group === undefined ? undefined : valueAt(group, 'snapshots');
      return Array.isArray(list) && group !== undefined ? list.map(() => group) : [];
    },
    words: {
      en: [
        'The VM {a} has {q} snapshots.',
        '{q} snapshots exist of the VM {a}.',
        '{a} carries {q} snapshots with it.',
      ],
      de: ['Die VM {a} hat {q} Snapshots.'],
    },
  }),
  counted({
    name: 'licences of the vCenter',
    group: 'vcenter',
    of: (_, group) => {
      const list: unknown = group === undefined ? undefined : valueAt(group, 'licenses');
      return Array.isArray(list) && group !== undefined ? list.map(() => group) : [];
    },
    words: {
      en: ['{q} licences are installed on the vCenter {a}.', 'The vCenter {a} holds {q} licenses.'],
      de: ['Auf dem vCenter {a} sind {q} Lizenzen eingetragen.'],
    },
  }),
  counted({
    name: 'ingresses of a namespace',
    group: 'namespace',
    of: ({ view }, group) => (group === undefined ? [] : view.inbound(group, 'part-of', 'ingress')),
    words: {
      en: [
        '{q} ingresses are defined in {a}.',
        'The namespace {a} exposes itself through {q} ingresses.',
        'In the namespace {a} there are {q} ingresses.',
      ],
      de: ['Im Namespace {a} gibt es {q} Ingresse.'],
    },
  }),
  counted({
    name: 'claims that are bound',
    of: ({ view }) => view.all('persistent-volume-claim'),
    inState: (one) => valueAt(one, 'phase') === 'Bound',
    words: {
      en: [
        '{b} of the {q} PVCs are bound.',
        'Only {b} of {q} claims are bound.',
        'Out of {q} PVCs, {b} are bound.',
      ],
      de: ['{b} der {q} PVCs sind gebunden.'],
    },
  }),
  listed(
    'autoscalers of a namespace',
    'autoscaler',
    ({ view }) =>
      view
        .all('namespace')
        .map((space) => ({ of: space.name, members: view.inbound(space, 'part-of', 'autoscaler') })),
    {
      en: [
        'The namespace {b} contains the autoscalers {a}.',
        'The autoscalers {a} belong to the namespace {b}.',
        '{a} are defined in the namespace {b}.',
      ],
      de: ['Im Namespace {b} liegen {a}.'],
    },
  ),
  listed(
    'VMs of a host',
    'vm',
    ({ view }) =>
      view.all('host').map((host) => ({ of: host.name, members: view.inbound(host, 'runs-on', 'vm') })),
    {
      en: ['{a} share the host {b}.', 'Both {a} are guests on {b}.', 'The host {b} is busy with {a}.'],
      de: ['{a} teilen sich den Host {b}.'],
    },
  ),
];
