import { describe, expect, test } from 'vitest';
import type { ClientFrame, ServerFrame } from './frames.ts';
import { createLinkPort, type LinkEvents } from './link-port.ts';

const hello: ServerFrame = { t: 'hello', contract: 'c', version: '1', instance: 'first' };

/** A network of one wire, and a clock of one hand. */
function bench(options: { readonly again?: boolean } = {}) {
  const links: { events: LinkEvents; sent: ClientFrame[]; closed: boolean }[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  let nowMs = 1_000;
  const port = createLinkPort({
    contract: 'c',
    open(events) {
      const link = { events, sent: [] as ClientFrame[], closed: false };
      links.push(link);
      return {
        send: (frame) => link.sent.push(frame),
        close: () => {
          link.closed = true;
        },
      };
    },
    ...(options.again !== false && {
      again: {
        nowMs: () => nowMs,
        setTimer: (run, ms) => timers.push({ run, ms }),
        clearTimer: () => timers.splice(0),
        unit: () => 1,
      },
    }),
  });
  const statuses: string[] = [];
  port.onStatus((status) => statuses.push(status.is));
  return {
    port,
    statuses,
    timers,
    get link() {
      const link = links.at(-1);
      if (!link) throw new Error('no link was opened');
      return link;
    },
    get attempts() {
      return links.length;
    },
    lose(reason = 'gone') {
      this.link.events.ended({ again: true, reason });
    },
    /** Lets the wait pass and makes the next attempt. */
    retry() {
      nowMs += 500;
      timers.shift()?.run();
    },
  };
}

describe('a port over a link that goes and comes', () => {
  test('keeps calls until it is known whether there is a connection', async () => {
    const { port, link } = bench();
    const answer = port.call('a.b', { x: 1 });
    await Promise.resolve();
    expect(link.sent).toEqual([]);
    link.events.frame(hello);
    await expect.poll(() => link.sent).toEqual([{ t: 'call', id: 0, method: 'a.b', input: { x: 1 } }]);
    link.events.frame({ t: 'result', id: 0, output: 7 });
    expect(await answer).toBe(7);
  });

  test('a call that waits for the first connection is told when there is none', async () => {
    const one = bench();
    const answer = one.port.call('a.b', {});
    one.lose();
    await expect(answer).rejects.toMatchObject({ code: 'disconnected' });
  });

  test('a call that waits for a connection can be taken back', async () => {
    const { port, link } = bench();
    const abort = new AbortController();
    const answer = port.call('a.b', {}, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    link.events.frame(hello);
    expect(link.sent).toEqual([]);
  });

  test('a loss fails what is under way, is told with its time, and is mended by itself', async () => {
    const one = bench();
    one.link.events.frame(hello);
    const answer = one.port.call('a.b', {});
    await expect.poll(() => one.link.sent.length).toBe(1);
    one.lose('cable pulled');
    await expect(answer).rejects.toMatchObject({ code: 'disconnected' });
    expect(one.port.status).toEqual({ is: 'lost', since: 1_000, reason: 'cable pulled' });
    await expect(one.port.call('a.b', {})).rejects.toMatchObject({ code: 'disconnected' });
    one.retry();
    one.link.events.frame({ ...hello, instance: 'second' });
    expect(one.port.status).toMatchObject({ is: 'open', instance: 'second' });
    expect(one.statuses).toEqual(['open', 'lost', 'open']);
  });

  test('says since when it is lost, however often it tries, and waits longer each time', () => {
    const one = bench();
    one.link.events.frame(hello);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      one.lose();
      expect(one.port.status).toMatchObject({ is: 'lost', since: 1_000 });
      expect(one.timers[0]?.ms).toBe(Math.min(250 * 2 ** attempt, 10_000));
      one.retry();
    }
    one.link.events.frame(hello);
    one.lose();
    expect(one.timers[0]?.ms).toBe(250);
  });

  test('subscriptions go on, and the first event after a gap says that some may be missing', () => {
    const one = bench();
    const seen: [unknown, number][] = [];
    const ended: unknown[] = [];
    one.port.subscribe(
      'a.e',
      { x: 1 },
      (payload, missed) => seen.push([payload, missed]),
      (e) => ended.push(e),
    );
    one.link.events.frame(hello);
    one.link.events.frame({ t: 'event', id: 0, payload: 'a', missed: 0 });
    one.lose();
    one.retry();
    one.link.events.frame(hello);
    expect(one.link.sent).toEqual([{ t: 'subscribe', id: 0, event: 'a.e', input: { x: 1 } }]);
    one.link.events.frame({ t: 'event', id: 0, payload: 'b', missed: 2 });
    one.link.events.frame({ t: 'event', id: 0, payload: 'c', missed: 0 });
    expect(seen).toEqual([
      ['a', 0],
      ['b', 3],
      ['c', 0],
    ]);
    expect(ended).toEqual([]);
  });

  test('a subscription that was ended while the connection was away does not come back', () => {
    const one = bench();
    one.link.events.frame(hello);
    const stop = one.port.subscribe('a.e', {}, () => {});
    one.lose();
    stop();
    one.retry();
    one.link.events.frame(hello);
    expect(one.link.sent).toEqual([]);
  });

  test('a subscription that the application ends is not made again', () => {
    const one = bench();
    const ended: unknown[] = [];
    one.link.events.frame(hello);
    one.port.subscribe(
      'a.e',
      {},
      () => {},
      (error) => ended.push(error?.code),
    );
    one.link.events.frame({ t: 'ended', id: 0, error: { code: 'not-available', message: 'no' } });
    one.lose();
    one.retry();
    one.link.events.frame(hello);
    expect(ended).toEqual(['not-available']);
    expect(one.link.sent).toEqual([]);
  });

  test('credit is given back in batches', () => {
    const one = bench();
    one.link.events.frame(hello);
    one.port.subscribe('a.e', {}, () => {});
    for (let i = 0; i < 40; i += 1) one.link.events.frame({ t: 'event', id: 0, payload: i, missed: 0 });
    expect(one.link.sent.slice(1)).toEqual([
      { t: 'ack', id: 0, count: 16 },
      { t: 'ack', id: 0, count: 16 },
    ]);
  });

  test('a refusal is final: nothing is tried again, and everybody is told why', async () => {
    const one = bench();
    const ended: unknown[] = [];
    one.port.subscribe(
      'a.e',
      {},
      () => {},
      (error) => ended.push(error?.code),
    );
    const answer = one.port.call('a.b', {});
    one.link.events.ended({ again: false, error: { code: 'unauthorized', message: 'no' } });
    await expect(answer).rejects.toMatchObject({ code: 'unauthorized' });
    expect(ended).toEqual(['unauthorized']);
    expect(one.timers).toEqual([]);
    expect(one.port.status).toMatchObject({ is: 'refused', error: { code: 'unauthorized' } });
    const late: unknown[] = [];
    one.port.subscribe(
      'a.e',
      {},
      () => {},
      (error) => late.push(error?.code),
    );
    expect(late).toEqual(['unauthorized']);
  });

  test('another contract over there is refused, and the link is closed', () => {
    const one = bench();
    one.link.events.frame({ ...hello, contract: 'other' });
    expect(one.port.status).toMatchObject({ is: 'refused', error: { code: 'unknown-method' } });
    expect(one.link.closed).toBe(true);
  });

  test('a server that came back with another contract is refused, too', () => {
    const one = bench();
    one.link.events.frame(hello);
    one.lose();
    one.retry();
    one.link.events.frame({ ...hello, contract: 'newer' });
    expect(one.port.status).toMatchObject({ is: 'refused', error: { code: 'unknown-method' } });
  });

  test('without reconnection a lost link stays lost', async () => {
    const one = bench({ again: false });
    one.link.events.frame(hello);
    one.lose();
    expect(one.port.status).toMatchObject({ is: 'refused', error: { code: 'disconnected' } });
    await expect(one.port.call('a.b', {})).rejects.toMatchObject({ code: 'disconnected' });
  });

  test('what comes over a link that has ended is nothing to anybody', () => {
    const one = bench();
    const old = one.link;
    old.events.frame(hello);
    one.lose();
    old.events.frame({ ...hello, instance: 'ghost' });
    old.events.ended({ again: true, reason: 'twice' });
    expect(one.port.status).toMatchObject({ is: 'lost', reason: 'gone' });
    expect(one.timers).toHaveLength(1);
  });

  test('closing it is the end: no attempt follows', async () => {
    const one = bench();
    one.link.events.frame(hello);
    const answer = one.port.call('a.b', {});
    await expect.poll(() => one.link.sent.length).toBe(1);
    one.port.close();
    one.lose();
    await expect(answer).rejects.toMatchObject({ code: 'disconnected' });
    expect(one.link.closed).toBe(true);
    expect(one.timers).toEqual([]);
    expect(one.attempts).toBe(1);
  });
});
