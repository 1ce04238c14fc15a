import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { silentLogger } from '../platform/logger.ts';
import { DomainError } from '../platform/errors.ts';
import { systemRandom } from '../platform/random.ts';
import { createFeedback } from './feedback.ts';

const outcome = { is: 'outcome', remediation: 'R-1' } as const;
const cell = { action: 'vm.restart', targetClass: 'vm', cause: 'vm-hung' };

function opened(store = createMemoryStore()) {
  const clock = createFakeClock();
  const feedback = createFeedback({
    store: store.feedback,
    cellOf: async (about) => {
      if (about.is === 'outcome' && about.remediation !== 'R-1')
        throw new DomainError('remediation-not-found', 'There is no such remediation.');
      return about.is === 'answer' ? undefined : cell;
    },
    clock,
    random: systemRandom,
    logger: silentLogger,
  });
  return { feedback, clock, store };
}

describe('feedback', () => {
  it('is kept with who gave it, when, and what it counts for', async () => {
    const { feedback, clock, store } = opened();
    const given = await feedback.give({ about: outcome, verdict: 'down', reason: 'it hung again' }, 'alice');
    expect(given).toMatchObject({ by: 'alice', at: clock.now(), reason: 'it hung again', ...cell });
    expect(await opened(store.reopen()).feedback.all()).toEqual([given]);
  });

  it('is told to whoever follows, newest first in the list', async () => {
    const { feedback, clock } = opened();
    const told: string[] = [];
    feedback.onChanged(({ verdict }) => told.push(verdict));
    await feedback.give({ about: outcome, verdict: 'up' }, 'alice');
    await clock.advance(1_000);
    await feedback.give({ about: outcome, verdict: 'down' }, 'alice');
    expect(told).toEqual(['up', 'down']);
    expect((await feedback.all()).map(({ verdict }) => verdict)).toEqual(['down', 'up']);
  });

  it('about nothing that there is, is refused and not kept', async () => {
    const { feedback } = opened();
    const lost = feedback.give({ about: { is: 'outcome', remediation: 'R-9' }, verdict: 'up' }, 'alice');
    await expect(lost).rejects.toMatchObject({ code: 'remediation-not-found' });
    expect(await feedback.all()).toEqual([]);
  });

  it('that cannot be read is left out, and the rest stays', async () => {
    const { feedback, store } = opened();
    await store.feedback.put([{ id: 'x', schemaVersion: 1, verdict: 'sideways' }]);
    await feedback.give({ about: outcome, verdict: 'up' }, 'alice');
    expect(await feedback.all()).toHaveLength(1);
  });
});

describe('feedback that was given at another workstation', () => {
  it('stands among that of here, newest first, and the history is told of it', async () => {
    const [here, there] = [opened(), opened()];
    await here.feedback.give({ about: outcome, verdict: 'up' }, 'alice');
    expect(await here.feedback.all()).toHaveLength(1);
    await there.clock.advance(60_000);
    const given = await there.feedback.give({ about: outcome, verdict: 'down' }, 'bob');
    const told: string[] = [];
    here.feedback.onChanged(({ by }) => told.push(by));
    await here.store.feedback.put([given]);
    await here.feedback.storeChanged([given.id]);
    await here.feedback.storeChanged([given.id]);
    expect((await here.feedback.all()).map(({ by }) => by)).toEqual(['bob', 'alice']);
    expect(told).toEqual(['bob', 'bob']);
  });
});
