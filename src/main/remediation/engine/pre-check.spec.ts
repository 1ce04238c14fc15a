import { expect, it } from 'vitest';
import {
  alice,
  install,
  never,
  request,
  rest,
  stepsAction,
} from '../../../../test/support/remediation-world.ts';
import { remediationSchema } from '../../../shared/model/remediation.ts';
import { entriesOf } from './journal.ts';

it('what would be done is another plan when it is read for the last time: nothing is sent', async () => {
  const steps = stepsAction({ steps: 2 });
  const [adapter] = steps.adapters;
  const [shorter] = stepsAction({ steps: 1 }).adapters;
  if (!adapter || !shorter) throw new Error('there is no adapter');
  let changed = false;
  const plan: typeof adapter.plan = (subject, now) => (changed ? shorter : adapter).plan(subject, now);
  const installation = install({ action: { ...steps, adapters: [{ ...adapter, plan }] } });
  const { remediations, store, world } = installation;
  await remediations.start();
  // After it was judged for the last time, and before the target is read for the last time.
  remediations.onChanged(({ journal }) => {
    if (journal.at(-1)?.is === 'planned') changed = true;
  });
  const record = await remediations.propose(request, alice, never);
  await remediations.approve(record.id, { planHash: record.plan?.hash ?? '', run: true }, alice);
  await rest(installation);
  expect(world.arrived).toEqual([]);
  const ended = remediationSchema.parse(await store.remediations.get(record.id));
  expect(ended).toMatchObject({
    state: 'cancelled',
    outcome: expect.stringContaining('the plan is the one that was approved'),
  });
  expect(entriesOf(ended, 'pre-checked')).toMatchObject([{ ok: false }]);
});
