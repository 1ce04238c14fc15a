import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('en');
const of = (value: number, one: string, many: string) => plural('en', value, one, many);
const changes = (value: number) => of(value, 'change', 'changes');

export const sync = {
  states: {
    off: 'Local only',
    connecting: 'Connecting',
    running: 'Shared',
    unreachable: 'Unreachable',
    refused: 'Refused',
    'not-set-up': 'Not set up',
    outdated: 'Newer than here',
    paused: 'Paused',
  },
  collections: {
    entities: 'Inventory',
    changes: 'Changes',
    runs: 'Collection runs',
    documents: 'Documents',
    'document-versions': 'Document versions',
    tickets: 'Tickets',
    remediations: 'Remediations',
    feedback: 'Feedback',
    audit: 'Audit',
    policies: 'Policy',
    presence: 'Presence',
  },

  indicator: {
    label: 'Sync',
    notKnown: 'Not known yet',
    wait: (count: number) => `${changes(count)} ${count === 1 ? 'waits' : 'wait'}`,
    refusedSome: (count: number) => `${changes(count)} refused`,
    offDetail:
      'No CouchDB is set: what this workstation collects and writes stays here. Nothing is missing for working alone.',
    waitDetail: (count: number) =>
      count === 1
        ? '1 change waits here and is sent as soon as it can be.'
        : `${number(count)} changes wait here and are sent as soon as they can be.`,
    refusedDetail: (count: number) =>
      count === 1
        ? 'The server does not take 1 change of this workstation.'
        : `The server does not take ${number(count)} changes of this workstation.`,
    failing: (names: string) => `With faults: ${names}`,
  },

  first: {
    title: 'This workstation keeps everything to itself',
    gives: [
      'What one workstation collects, writes or decides, the others read within seconds.',
      'Without the server everybody works on; what was changed meanwhile is merged when it is back.',
      'A remediation that is approved at two workstations at once runs once.',
    ],
    needs:
      'It takes an Apache CouchDB 3 that was prepared with “datacenter-docs init-db”, and an account of your own on it: what you approve there is believed of your account only.',
  },
  form: {
    title: 'Connect',
    change: 'Change the connection',
    url: 'Address',
    urlDetail: 'Without account and password.',
    user: 'Account',
    userDetail: 'Your own name on the CouchDB: it stands in claims and approvals.',
    password: 'Password',
    passwordDetail: 'Kept in the secret store of this workstation. It is never shown again.',
    showPassword: 'Show what is typed',
    passwordKept: 'Leave it empty to keep the one that is stored.',
    more: 'Prefix, certificate authority, proxy',
    prefix: 'Prefix of the databases',
    prefixDetail: 'As init-db was given it.',
    caFile: 'Certificate authority',
    caFileDetail: 'Path of a PEM file on the machine of the application, trusted beside the system’s.',
    caFileExample: '/etc/ssl/certs/noc.pem',
    proxy: 'Proxy',
    proxyDetail: 'HTTP proxy on the way to the server.',
    plain:
      'Account, password and everything shared go over the network unencrypted. Use https outside of this machine.',
    badUrl: 'Expected an address such as https://couchdb.example.org:6984',
    renamed: (operator: string, account: string) =>
      `Whoever runs the application here is called “${account}” from then on, not “${operator}”: the server believes an account what is said in its own name.`,
    otherName: (operator: string, account: string) =>
      `You work here as “${operator}”, over the account “${account}”: approvals and decisions of yours stay here, and where that account has not the role node, so do your words.`,
    noCredentials: 'Account and password have fields of their own; take them out of the address.',
    connect: 'Test and connect',
    save: 'Test and save',
    connected: (host: string) => `Connected to ${host}`,
  },
  hints: {
    'couchdb-refused': 'Check account and password. Nothing was changed here.',
    'couchdb-forbidden':
      'The account is known and may do nothing there. An admin of the CouchDB gives it a role with “datacenter-docs init-db”.',
    'couchdb-unreachable':
      'Check address, network, proxy and certificate authority. Nothing was changed here.',
    'couchdb-missing':
      'Run “datacenter-docs init-db” against this server first, or check the prefix. Nothing was changed here.',
    'couchdb-malformed': 'Something else answers at this address: check host and port.',
    'sync-off': 'Connect a CouchDB first.',
  },

  state: {
    title: 'State',
    server: 'Server',
    account: 'Account',
    roles: 'Roles there',
    noRoles: 'None: this account reads and writes nothing',
    collector: 'collector',
    version: 'CouchDB',
    versionUnknown: 'The server has not answered yet',
    clock: 'Clock',
    clockSame: 'As the server’s, within a second',
    clockAhead: (by: string) => `${by} ahead of the server’s`,
    clockBehind: (by: string) => `${by} behind the server’s`,
    clockUnknown: 'The server has not told its time yet',
    clockHint:
      'Times in tickets and the audit are wrong by as much. Let the machine take its time from the network (NTP).',
    seconds: (value: number) => of(value, 'second', 'seconds'),
    minutes: (value: number) => of(value, 'minute', 'minutes'),
    hours: (value: number) => of(value, 'hour', 'hours'),
    workstation: 'This workstation',
    leads: 'May lead',
    leadsDetail:
      'Collects sources, writes documents and takes alerts for all workstations, where nobody else does it already.',
    whatNow: {
      unreachable:
        'Work goes on here. It connects by itself when the server is back; until then no shared remediation runs by a plain approval.',
      refused:
        'Enter account and password again, or have an administrator of the server give the account a role.',
      'not-set-up': 'Run “datacenter-docs init-db” against this server; it goes on by itself then.',
      outdated: 'Update Datacenter Docs on this workstation. Until then it only works for itself.',
      paused: 'Work goes on here. Nothing is sent or received until somebody resumes.',
    },
  },
  actions: {
    pause: 'Pause…',
    resume: 'Resume',
    resumed: 'Sharing goes on',
    check: 'Compare both sides',
    repair: 'Send and read anew…',
    change: 'Change…',
    disconnect: 'Disconnect…',
    notWhileOff: (state: string) => `Not while the state is “${state}”`,
  },
  pause: {
    title: 'Pause sharing at this workstation',
    text: 'Nothing is sent or received until somebody resumes, also after a restart. The other workstations go on among themselves. Shared remediations do not run here meanwhile.',
    reason: 'Reason',
    reasonHint: 'It stands in the audit and beside the state.',
    act: 'Pause sharing',
    done: 'Sharing is paused at this workstation',
  },
  repair: {
    title: 'Send and read everything anew',
    all: 'All collections',
    collection: 'What',
    steps: [
      'Every document goes both ways once more; what differs is merged by the rule of its collection.',
      'What the server refused is tried again.',
      'Nothing is deleted on either side.',
    ],
    cost: 'It takes as long as a first connection, and goes on in the background.',
    act: 'Send and read anew',
    done: (count: number) => `${of(count, 'collection is', 'collections are')} sent and read anew`,
  },
  disconnect: {
    title: 'Disconnect this workstation',
    text: 'Address, account and password are forgotten here. What was shared stays here and on the server.',
    alone:
      'From then on this workstation acts for itself: it runs remediations without asking the others, and collects and writes everything itself.',
    pending: (count: number) =>
      count === 1
        ? '1 change was not sent yet. It stays here alone.'
        : `${number(count)} changes were not sent yet. They stay here alone.`,
    act: 'Disconnect',
    done: 'This workstation works for itself again',
  },

  table: {
    title: 'Collections',
    name: 'Collection',
    database: 'Database',
    pending: 'To send',
    pendingHint: 'Changes here that the server does not have yet',
    behind: 'To read',
    behindHint: 'Changes on the server that were not read here yet',
    behindUnknown: 'The server has not been asked yet',
    merged: 'Merged',
    mergedHint: 'Changed at both sides and merged, since the start of the application',
    parked: 'Refused',
    parkedHint: 'Documents that the server does not take, or that are not understood here',
    settled: 'Complete',
    settledHint: 'When everything had been sent and received',
    neverSettled: 'Not complete since the start',
    more: (count: number) => `and ${number(count)} more`,
    none: 'No collections',
    noneReason: 'They are listed as soon as the server has answered for the first time.',
  },
  parked: {
    title: 'Refused',
    count: (count: number) => of(count, 'document', 'documents'),
    detail:
      'They stay as they are here, and everything else goes on. Each is tried again when it changes, and when it is sent and read anew.',
    collection: 'Collection',
    id: 'Document',
    reason: 'Why',
    at: 'Since',
  },
  check: {
    title: 'Comparison',
    running: (name: string) => `Comparing ${name}`,
    progress: (done: number, total: number) => `${number(done)} of ${number(total)}`,
    starting: 'Asking the server',
    cancel: 'Cancel',
    cancelled: 'The comparison was cancelled',
    same: 'Both sides hold the same',
    notSame: 'Something is not as it should be',
    took: (seconds: string) => `in ${seconds} s`,
    findings: 'How the server is set up',
    inOrder: (count: number) => `${number(count)} as ${count === 1 ? 'it' : 'they'} should be`,
    here: 'Here',
    there: 'There',
    difference: 'Difference',
    onlyHere: (count: number) => `${number(count)} only here`,
    onlyThere: (count: number) => `${number(count)} only there`,
    differing: (count: number) => `${number(count)} different`,
    equal: 'Same',
    firstHundred: 'The first hundred are listed.',
    onlyHereList: 'Only here',
    onlyThereList: 'Only there',
    differingList: 'Different',
    repairHint: 'Sending and reading anew brings both sides together.',
  },
};
