import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('en');
const of = (value: number, one: string, many: string) => plural('en', value, one, many);

export const operators = {
  owner: (name: string) =>
    `Whoever runs Datacenter Docs here is its admin and stands in no list. You are signed in as ${name}.`,
  list: 'Who may sign in',
  columns: { name: 'Name', role: 'Role', since: 'Since', token: 'Token of', signIn: 'May sign in' },
  mayDo: {
    viewer: 'Reads everything that is documented, and asks.',
    operator: 'Works: tickets, collection, documents, proposals. Stops automation.',
    approver: 'Approves remediations, takes them back, lets automation go on.',
    admin: 'Sources, settings, policy, operators.',
  },
  yes: 'Yes',
  notSince: (moment: string) => `Not since ${moment}`,
  nobody: 'Nobody but whoever runs it',
  nobodyReason:
    'Somebody who is added signs in under their own name, which stands in approvals and in the audit.',
  unusable: (file: string) => `${file} cannot be used: nobody can be added or changed until it is mended.`,
  roleOf: (name: string) => `Role of ${name}`,
  roleChanged: (name: string, role: string) => `${name} is ${role} now`,
  add: 'Add an operator',
  name: 'Name',
  nameDetail: 'What they are called in notes, approvals and the audit. It stays theirs.',
  role: 'Role',
  adding: 'Add',
  newToken: 'New token',
  newTokenOf: (name: string) => `New token for ${name}`,
  newTokenDetail: (name: string) =>
    `The token that ${name} has now, and every session that was opened with it, end at once.`,
  makeToken: 'Make a new token',
  disable: 'Disable',
  disableTitle: (name: string) => `Disable ${name}`,
  disableDetail: (name: string) =>
    `Every session of ${name} ends at once, and their token is worthless. A new token lets them in again.`,
  disabled: (name: string) => `${name} may not sign in any more`,
  token: (name: string) => `Token of ${name}`,
  tokenDetail: 'It is shown this once: only its hash is kept. Pass it on where nobody else reads it.',
  address: 'Address to open',
  bare: 'Token, for programs',
  copyAddress: 'Copy the address',
  copyToken: 'Copy the token',
  done: 'Done',
  signedInAs: (name: string, role: string) => `${name}, ${role}`,
  signOut: 'Sign out',
  signOutFailed: 'The session could not be ended: the server did not answer.',
};

export const notices = {
  label: 'Notices',
  unread: (count: number) => of(count, 'new notice', 'new notices'),
  noneUnread: 'Nothing new',
  none: 'Nothing has been told since the application started.',
  open: 'Open',
  approvals: (count: number) =>
    count === 1 ? 'A remediation waits for approval' : `${number(count)} remediations wait for approval`,
  badEndings: (count: number) =>
    count === 1 ? 'A remediation did not succeed' : `${number(count)} remediations did not succeed`,
  doubleRuns: (count: number) =>
    count === 1 ? 'A remediation was run twice' : `${number(count)} remediations were run twice`,
  urgentTickets: (count: number) =>
    count === 1 ? 'A ticket of priority 1' : `${number(count)} tickets of priority 1`,
  killSwitchOn: 'The kill switch was thrown: nothing runs',
  killSwitchOff: 'The kill switch was released',
  policyTaken: 'A policy of another workstation is in force',
  policyOver: (operator: string, over: string) => `by ${operator}, in place of the one by ${over}`,
  policyRefused: 'A policy of another workstation cannot be used',
  by: (operator: string, reason: string) => `by ${operator}: ${reason}`,
  byOnly: (operator: string) => `by ${operator}`,
  more: (count: number) => `and ${number(count)} more`,
  settings: {
    title: 'What is told',
    detail: 'In the console, and by the desktop application while its window is not looked at.',
    approvals: 'Remediations that wait for approval',
    badEndings: 'Remediations that failed, were taken back, or whose outcome nobody knows',
    urgentTickets: 'Tickets of priority 1',
    killSwitch: 'The kill switch, thrown and released',
    bounded: 'What comes together is told once, and nothing of one kind more than once a minute.',
  },
};
