import { expect, it } from 'vitest';
import { createWorkQueue } from './work-queue.ts';

it('does what is added at the very moment at which it would end', async () => {
  for (let steps = 0; steps < 12; steps++) {
    const done: string[] = [];
    const queue = createWorkQueue(
      (name) => {
        done.push(name);
        return Promise.resolve();
      },
      () => {},
    );
    queue.add('first');
    for (let step = 0; step < steps; step++) await Promise.resolve();
    queue.add('second');
    await queue.idle();
    expect(done).toEqual(['first', 'second']);
  }
});
