import { expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../test/support/build-view.ts';
import { openDesk, remediationOf } from '../../test/support/ticket-desk.ts';
import type { Diagnosis } from '../shared/model/diagnosis.ts';
import type { EntityId } from '../shared/model/ids.ts';
import { createTicketSettling } from './settle-tickets.ts';

const volume = testId('volume', 'vol-a-02');
const datastore = testId('datastore', 'ds-a-02');
const full = buildEntity('finding', 'VS-07 ds-a-02', {
  attributes: { title: 'Datastore fills up', object: 'ds-a-02', objectId: datastore, value: '93 %' },
});
const hypothesis = {
  pattern: 'full-datastore',
  cause: 'ds-a-02 is full',
  for: [{ text: 'ds-a-02 is at 93 %', citation: 1, by: 'rules' as const }],
  against: [],
  confidence: 0.9,
  explained: [],
  by: 'rules' as const,
};
const diagnosis: Diagnosis = {
  at: full.observedAt,
  by: 'rules',
  entities: [],
  hypotheses: [hypothesis],
  summary: 'ds-a-02 is full',
  confidence: 0.9,
  proposals: [],
  refused: [],
  advice: [],
  dropped: [],
  instructions: [],
  similar: [],
  checks: [],
  gaps: [],
  citations: [
    {
      is: 'entity',
      number: 1,
      id: full.id,
      kind: 'finding',
      name: full.name,
      facts: [],
      observedAt: full.observedAt,
    },
  ],
};

/** A ticket whose volume has grown; the finding is there until a collection or a later evaluation takes it away. */
async function remedied({ seenByCollecting }: { readonly seenByCollecting: boolean }) {
  const { desk } = openDesk();
  const { ticket } = await desk.add(
    { title: 'ds-a-02 is full', text: '', origin: { is: 'person', operator: 'alice' } },
    'alice',
  );
  await desk.diagnosed(ticket.id, diagnosis, 'alice');
  const remediation = remediationOf(ticket.id, { state: 'succeeded', action: 'volume.grow', target: volume });
  await desk.remediationMoved(remediation);
  const world = { stands: true };
  const collected: EntityId[] = [];
  const settling = createTicketSettling({
    desk,
    inventory: { view: async () => buildView(world.stands ? [full] : []) },
    remediation: async (id) => (id === remediation.id ? remediation : undefined),
    collected: async (entity) => {
      collected.push(entity);
      if (seenByCollecting) world.stands = false;
    },
    signal: new AbortController().signal,
  });
  await settling.remedied(ticket.id, remediation);
  const now = async () => {
    const found = await desk.get(ticket.id);
    if (!found) throw new Error('the ticket is gone');
    return found;
  };
  return { desk, settling, world, collected, now, id: ticket.id };
}

it('closes a ticket once what showed its trouble was collected again, and is gone', async () => {
  const { collected, settling, now } = await remedied({ seenByCollecting: true });
  // What was remedied, and where the trouble shows.
  expect(collected).toEqual([volume, datastore]);
  expect((await now()).state).toBe('closed');
  expect(settling.waiting()).toEqual([]);
});

it('leaves it resolved while it still shows, says so once, and closes it when it is gone', async () => {
  const { settling, world, now, id } = await remedied({ seenByCollecting: false });
  await settling.again(id);
  const resolved = await now();
  expect(resolved.state).toBe('resolved');
  const said = resolved.events.filter(
    (event) =>
      event.is === 'remediation' && event.text.includes('"Datastore fills up" of ds-a-02 still stands'),
  );
  expect(said).toHaveLength(1);
  expect(settling.waiting()).toEqual([id]);
  world.stands = false;
  await settling.again(id);
  expect((await now()).state).toBe('closed');
  expect(settling.waiting()).toEqual([]);
});

it('leaves what a person took up again, or resolved themselves, to them', async () => {
  const { desk, settling, world, now, id } = await remedied({ seenByCollecting: false });
  await desk.change(id, { state: 'reopened' }, 'bob');
  await desk.change(id, { state: 'resolved' }, 'bob');
  world.stands = false;
  await settling.again(id);
  expect((await now()).state).toBe('resolved');
  expect(settling.waiting()).toEqual([]);
});
