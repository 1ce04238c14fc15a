import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { list } = formatFor('en');
const of = (value: number, one: string, many: string) => plural('en', value, one, many);

export const presence = {
  label: 'On shift',
  people: (count: number) => of(count, 'person', 'people'),
  nobody: 'Nobody else',
  title: 'On shift',
  tooltip: (names: readonly string[]) => `On shift: ${list(names)}`,
  notCurrent: 'As it was when the shared database was last heard of.',
  self: 'this workstation',
  offline: 'Not heard of',
  seen: (moment: string) => `seen ${moment}`,
  unattended: 'Nobody at it',
  leads: (tasks: readonly string[]) => `Leads ${list(tasks)}`,
  runs: 'Runs',
  version: (version: string) => `Version ${version}`,
  tasks: {
    findings: 'findings',
    documents: 'documents',
    prose: 'prose',
    alerts: 'alerts',
    automation: 'automation',
    collect: (source: string) => `collection of ${source}`,
  },
  others: (count: number) => of(count, 'other', 'others'),
  looksAt: (names: readonly string[], count: number) =>
    count === 1 ? `${list(names)} looks at this` : `${list(names)} look at this`,
  lookedAt: (name: string, station: string, moment: string) => `${name} at ${station}, ${moment}`,
  remediationOf: (id: string) => `remediation ${id}`,
  running: (name: string) => `Runs at ${name}`,
};
