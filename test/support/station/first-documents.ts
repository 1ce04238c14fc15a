import type { DocumentRecord } from '../../../src/shared/model/document.ts';
import { instant } from '../../../src/shared/model/ids.ts';
import type { Remediation } from '../../../src/shared/model/remediation.ts';
import type { Ticket } from '../../../src/shared/model/ticket.ts';
import { buildRemediation } from '../remediation-records.ts';

/* What everybody has before they are parted. */

const start = instant(Date.UTC(2026, 10, 23, 8));
const due = instant(Date.UTC(2026, 10, 23, 16));

export const firstTicket = (id: string): Ticket => ({
  id,
  schemaVersion: 1,
  title: 'web-01 hangs',
  text: '',
  origin: { is: 'person', operator: 'alice' },
  state: 'new',
  priority: 'p3',
  category: 'compute',
  entities: [],
  labels: {},
  watchers: ['alice'],
  attachments: [],
  events: [{ is: 'created', id: `${id}-made`, at: start, by: 'alice' }],
  automation: false,
  createdAt: start,
  updatedAt: start,
  since: start,
  respondBy: due,
  resolveBy: due,
});

export const firstDocument = (id: string): DocumentRecord => ({
  id,
  generator: 'test',
  generatorVersion: 1,
  domain: 'vmware',
  title: 'Test estate',
  version: 1,
  versionAt: start,
  refreshedAt: start,
  sections: [
    {
      key: 'summary',
      title: 'Summary',
      level: 2,
      blocks: [],
      inputs: { config: 'c', content: 'c' },
      writtenAt: start,
    },
  ],
  notes: [],
  schemaVersion: 1,
});

export const firstRemediation = (id: string): Remediation =>
  buildRemediation({ id, state: 'awaiting-approval', createdAt: start, updatedAt: start });
