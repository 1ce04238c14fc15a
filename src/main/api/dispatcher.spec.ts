import { describe, expect, test } from 'vitest';
import type { ServerFrame } from '../../shared/contract/frames.ts';
import { instant } from '../../shared/model/ids.ts';
import type { App } from '../app.ts';
import { createOwner } from '../owner.ts';
import { systemClock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { createConformanceContract } from '../../../test/support/conformance-contract.ts';
import { createDispatcher } from './dispatcher.ts';

/** One connection, seen as the frames that come out of it. */
function connected() {
  const logged: object[] = [];
  const logger: Logger = { debug() {}, info() {}, warn() {}, error: (fields) => logged.push(fields) };
  const dispatcher = createDispatcher({
    // Of the application the dispatcher itself needs the time alone.
    app: { clock: systemClock, owner: createOwner('somebody', () => ({})) } as App,
    host: { kind: 'server', startedAt: instant(0) },
    random: systemRandom,
    logger,
    checkOutputs: true,
    served: createConformanceContract(),
  });
  const frames: ServerFrame[] = [];
  const connection = dispatcher.connect({ via: 'memory', operator: 'test', role: 'admin' }, (frame) =>
    frames.push(frame),
  );
  return {
    dispatcher,
    connection,
    frames,
    logged,
    of: (id: number) => frames.filter((frame) => 'id' in frame && frame.id === id),
    call: (id: number, method: string, input: unknown = {}) =>
      connection.receive({ t: 'call', id, method: `conformance.${method}`, input }),
  };
}

describe('one connection of the dispatcher', () => {
  test('begins with hello', () => {
    const { frames, dispatcher } = connected();
    expect(frames).toEqual([
      expect.objectContaining({ t: 'hello', contract: 'conformance-1', instance: dispatcher.instance }),
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['text', 'call'],
    ['an unknown frame', { t: 'run', id: 1 }],
    ['a frame with more in it', { t: 'cancel', id: 1, method: 'x' }],
    ['no id', { t: 'call', method: 'a.b', input: {} }],
    ['an id that is no number', { t: 'cancel', id: '1' }],
    ['a negative id', { t: 'cancel', id: -1 }],
    ['an endless name', { t: 'call', id: 1, method: 'x'.repeat(101), input: {} }],
    ['credit of nothing', { t: 'ack', id: 1, count: 0 }],
    ['a frame by prototype', JSON.parse('{"__proto__":{"t":"cancel","id":1}}')],
  ])('%s is no frame, and its sender is let go', (_, frame) => {
    const { connection } = connected();
    expect(() => connection.receive(frame)).toThrow(expect.objectContaining({ code: 'invalid-frame' }));
  });

  test('an id is used once, whatever for', async () => {
    const { connection, call, of } = connected();
    call(5, 'echo', { value: 1 });
    await expect.poll(() => of(5)).toHaveLength(1);
    for (const id of [5, 4]) {
      expect(() => call(id, 'echo', { value: 2 })).toThrow(
        expect.objectContaining({ code: 'invalid-frame' }),
      );
    }
    expect(() => connection.receive({ t: 'subscribe', id: 5, event: 'conformance.bell', input: {} })).toThrow(
      expect.objectContaining({ code: 'invalid-frame' }),
    );
  });

  test('what names nothing that is under way changes nothing', async () => {
    const { connection, call, of } = connected();
    for (const t of ['cancel', 'unsubscribe']) connection.receive({ t, id: 99 });
    connection.receive({ t: 'ack', id: 99, count: 5 });
    call(100, 'echo', { value: 1 });
    await expect.poll(() => of(100)).toEqual([{ t: 'result', id: 100, output: { value: 1 } }]);
  });

  test('one call has one answer, also when it was taken back in the same moment', async () => {
    const { connection, call, of } = connected();
    call(0, 'echo', { value: 1 });
    connection.receive({ t: 'cancel', id: 0 });
    connection.receive({ t: 'cancel', id: 0 });
    call(1, 'echo', { value: 2 });
    await expect.poll(() => of(1)).toHaveLength(1);
    expect(of(0)).toEqual([
      expect.objectContaining({ t: 'failure', error: expect.objectContaining({ code: 'cancelled' }) }),
    ]);
  });

  test('a handler that ends after its call was taken back says nothing more', async () => {
    const { connection, dispatcher, call, of } = connected();
    call(0, 'hang', { name: 'a' });
    connection.receive({ t: 'cancel', id: 0 });
    call(1, 'release', { name: 'a' });
    await dispatcher.idle();
    expect(of(0)).toHaveLength(1);
  });

  test('no input changes what other objects are', async () => {
    const { connection, of } = connected();
    const input: unknown = JSON.parse('{"terms":[],"__proto__":{"polluted":true}}');
    connection.receive({ t: 'call', id: 0, method: 'conformance.add', input });
    await expect.poll(() => of(0)).toEqual([expect.objectContaining({ t: 'failure' })]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('after the end nothing goes out, and nothing is begun', async () => {
    const { connection, dispatcher, call, frames } = connected();
    connection.receive({ t: 'subscribe', id: 0, event: 'conformance.bell', input: {} });
    call(1, 'wait', { name: 'a' });
    const before = frames.length;
    connection.close();
    connection.close();
    call(2, 'ring', { from: 1, to: 5 });
    connection.receive({ t: 'nonsense' });
    await dispatcher.idle();
    expect(frames).toHaveLength(before);
  });

  test('events wait for credit, and what is dropped is counted once', () => {
    const { connection, of } = connected();
    connection.receive({ t: 'subscribe', id: 0, event: 'conformance.burst', input: { count: 400 } });
    const events = () => of(0).filter((frame) => frame.t === 'event');
    expect(of(0)[0]).toEqual({ t: 'subscribed', id: 0 });
    expect(events()).toHaveLength(64);
    expect(events()[0]).toMatchObject({ payload: { at: 145 }, missed: 144 });
    connection.receive({ t: 'ack', id: 0, count: 10 });
    expect(events()).toHaveLength(74);
    expect(events().at(-1)).toMatchObject({ missed: 0 });
    // Nobody gets more credit than there is by saying so.
    connection.receive({ t: 'ack', id: 0, count: 1_000_000 });
    expect(events()).toHaveLength(74 + 64);
  });

  test('draining lets calls finish, and begins nothing', async () => {
    const { connection, call, of } = connected();
    call(0, 'hang', { name: 'a' });
    call(1, 'hang', { name: 'b' });
    call(2, 'release', { name: 'a' });
    await expect.poll(() => of(0)).toHaveLength(1);
    let drained = false;
    const draining = (async () => {
      await connection.drain();
      drained = true;
    })();
    call(3, 'echo', { value: 1 });
    await expect
      .poll(() => of(3))
      .toEqual([expect.objectContaining({ error: expect.objectContaining({ code: 'disconnected' }) })]);
    connection.receive({ t: 'subscribe', id: 4, event: 'conformance.bell', input: {} });
    expect(of(4)).toEqual([]);
    expect(drained).toBe(false);
    connection.receive({ t: 'cancel', id: 1 });
    await draining;
  });

  test('is idle when the last handler has ended, whoever it was answered for', async () => {
    const { dispatcher, connection, call, of } = connected();
    call(0, 'hang', { name: 'a' });
    connection.receive({ t: 'cancel', id: 0 });
    expect(of(0)).toMatchObject([{ t: 'failure', error: { code: 'cancelled' } }]);
    let idle = false;
    const waiting = (async () => {
      await dispatcher.idle();
      idle = true;
    })();
    call(1, 'echo', { value: 1 });
    await expect.poll(() => of(1)).toHaveLength(1);
    expect(idle).toBe(false);
    call(2, 'release', { name: 'a' });
    await waiting;
  });

  test('what failed inside stands in the log under the reference that the caller got', async () => {
    const { call, of, logged } = connected();
    call(0, 'crash');
    await expect.poll(() => of(0)).toHaveLength(1);
    const [answer] = of(0);
    const reference = /reference (\w+)/.exec(answer?.t === 'failure' ? answer.error.message : '')?.[1];
    expect(logged).toEqual([expect.objectContaining({ reference, what: 'conformance.crash' })]);
  });
});
