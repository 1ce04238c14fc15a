import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../shared/contract/ipc-bridge.ts';
import { createBridge } from './bridge.ts';

function open() {
  const sent: PageMessage[] = [];
  const bridge = createBridge({ methods: ['system.about'], events: ['jobs.changed'] }, (message) =>
    sent.push(message),
  );
  const states: unknown[] = [];
  const stop = bridge.page.subscribe('connection', '{}', (text) => states.push(JSON.parse(text)));
  return { ...bridge, sent, states, stop };
}

const hello = { t: 'hello', contract: 'c', version: '1', instance: 'i' } as const;

describe('what the preload gives the page', () => {
  it('is call and subscribe', () => {
    expect(Object.keys(open().page)).toEqual(['call', 'subscribe']);
  });

  it.each(['system.exit', 'jobs.changed', 'connection', 'constructor', '__proto__', ''])(
    'has no method "%s", and sends nothing',
    async (name) => {
      const { page, sent } = open();
      const before = sent.length;
      expect(await page.call(name, '{}').reply).toMatchObject({
        ok: false,
        error: { code: 'unknown-method' },
      });
      expect(sent).toHaveLength(before);
    },
  );

  it.each([undefined, null, {}, 7, ['system.about']])('takes no %j for a name', async (name) => {
    const { page } = open();
    expect(await page.call(name as string, '{}').reply).toMatchObject({ ok: false });
  });

  it('takes inputs as text alone', async () => {
    const { page, sent } = open();
    const answer = await page.call('system.about', { x: 1 } as unknown as string).reply;
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(sent).toHaveLength(1);
  });

  it('ends a subscription to an event that there is not', () => {
    const { page, sent } = open();
    const ended: unknown[] = [];
    page.subscribe(
      'system.about',
      '{}',
      () => {},
      (error) => ended.push(error),
    );
    expect(ended).toEqual([expect.objectContaining({ code: 'unknown-method' })]);
    expect(sent).toHaveLength(1);
  });

  it('answers that there is no connection before one was made, and after it was closed', async () => {
    const { page, stop, sent } = open();
    stop();
    expect(sent.at(-1)).toEqual({ is: 'close', connection: 1 });
    expect(await page.call('system.about', '{}').reply).toMatchObject({
      ok: false,
      error: { code: 'disconnected' },
    });
  });

  it('tells the page who it is connected to', () => {
    const { receive, states } = open();
    receive({ is: 'frame', connection: 1, frame: hello });
    expect(states).toEqual([{ is: 'open', contract: 'c', version: '1', instance: 'i' }]);
  });

  it('tells of the loss before what was under way ends', async () => {
    const { page, receive, states } = open();
    receive({ is: 'frame', connection: 1, frame: hello });
    const order: string[] = [];
    page.subscribe(
      'jobs.changed',
      '{}',
      () => {},
      () => order.push(`ended, ${states.length} states`),
    );
    const pending = page.call('system.about', '{}').reply;
    receive({ is: 'closed', connection: 1, reason: 'ending' });
    expect(states.at(-1)).toEqual({ is: 'closed', reason: 'ending' });
    expect(order).toEqual(['ended, 2 states']);
    expect(await pending).toMatchObject({ ok: false, error: { code: 'disconnected' } });
  });

  it('does not mix the answers of connections', async () => {
    const { page, receive, states } = open();
    page.subscribe('connection', '{}', () => states.push('second'));
    const answer = page.call('system.about', '{}').reply;
    receive({ is: 'frame', connection: 1, frame: { t: 'result', id: 0, output: '"old"' } });
    receive({ is: 'frame', connection: 2, frame: { t: 'result', id: 0, output: '"new"' } });
    expect(await answer).toEqual({ ok: true, output: '"new"' });
  });

  it('takes a call back', async () => {
    const { page, sent } = open();
    const asked = page.call('system.about', '{}');
    asked.cancel();
    expect(await asked.reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(sent.at(-1)).toMatchObject({ is: 'frame', frame: { t: 'cancel', id: 0 } });
  });
});
