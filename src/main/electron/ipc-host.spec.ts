import { describe, expect, it } from 'vitest';
import { conformanceNames, createConformanceContract } from '../../../test/support/conformance-contract.ts';
import { TestContents, TestIpc } from '../../../test/support/ipc-pair.ts';
import { instant } from '../../shared/model/ids.ts';
import type { App } from '../app.ts';
import { createDispatcher } from '../api/dispatcher.ts';
import { createOwner } from '../owner.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { hostContract } from './ipc-host.ts';

function open() {
  const dispatcher = createDispatcher({
    app: { clock: systemClock, owner: createOwner('somebody', () => ({})) } as App,
    host: { kind: 'window', startedAt: instant(0) },
    random: systemRandom,
    logger: silentLogger,
    served: createConformanceContract(),
  });
  const warnings: string[] = [];
  const ipc = new TestIpc();
  const contents = new TestContents(ipc, conformanceNames);
  const host = hostContract({
    ipc: ipc.asElectron(),
    contents: contents.asElectron(),
    dispatcher,
    operator: 'test',
    logger: { ...silentLogger, warn: (_fields, message) => warnings.push(message) },
  });
  const connect = () => contents.bridge.subscribe('connection', '{}', () => {});
  const ask = (method: string, input: unknown = {}) =>
    contents.bridge.call(`conformance.${method}`, JSON.stringify(input)).reply;
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { ipc, contents, host, connect, ask, settled, warnings };
}

const opening = { is: 'open', connection: 1 };

describe('the application’s end of the IPC', () => {
  it.each([
    ['another frame of the page', { url: 'app://console/' }],
    ['a frame that is gone', null],
  ])('refuses %s', async (_, frame) => {
    const { ipc, contents, settled, warnings } = open();
    ipc.deliver(contents, frame, opening);
    await settled();
    expect(contents.sent).toEqual([]);
    expect(warnings).toEqual(['a message of a foreign frame was refused']);
  });

  it.each(['https://example.org/', 'app://print/1', 'file:///x', 'about:blank', '', 'data:text/html,x'])(
    'refuses the main frame while it shows %s',
    async (url) => {
      const { ipc, contents, settled } = open();
      contents.mainFrame.url = url;
      ipc.deliver(contents, contents.mainFrame, opening);
      await settled();
      expect(contents.sent).toEqual([]);
    },
  );

  it('does not listen to another window', async () => {
    const { ipc, contents, settled } = open();
    const other = new TestContents(ipc, conformanceNames);
    ipc.deliver(other, other.mainFrame, opening);
    await settled();
    expect([contents.sent, other.sent]).toEqual([[], []]);
  });

  it.each([
    ['no message', 'text'],
    ['an unknown message', { is: 'what' }],
    ['more than a message', { ...opening, more: 1 }],
    ['a frame that is none', { is: 'frame', connection: 1, frame: { t: 'what', id: 0 } }],
    [
      'an input that is no text',
      { is: 'frame', connection: 1, frame: { t: 'call', id: 0, method: 'm', input: {} } },
    ],
    [
      'an input that is no JSON',
      { is: 'frame', connection: 1, frame: { t: 'call', id: 0, method: 'm', input: '{' } },
    ],
    [
      'an input without end',
      { is: 'frame', connection: 1, frame: { t: 'call', id: 0, method: 'm', input: ' '.repeat(16_000_001) } },
    ],
  ])('ends the connection that sends %s', async (_, message) => {
    const { ipc, contents, connect, ask, settled } = open();
    connect();
    await ask('state');
    ipc.deliver(contents, contents.mainFrame, message);
    await settled();
    expect(contents.sent.at(-1)).toMatchObject({ is: 'closed', connection: 1 });
    expect(await ask('state')).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    connect();
    expect(await ask('state')).toMatchObject({ ok: true });
  });

  it('cancels what a page had asked for when it goes elsewhere', async () => {
    const { contents, connect, ask, settled } = open();
    connect();
    const pending = ask('wait', { name: 'left behind' });
    await settled();
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(await ask('state')).toMatchObject({ ok: true, output: expect.stringContaining('left behind') });
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    connect();
    expect(JSON.parse(((await ask('state')) as { output: string }).output)).toMatchObject({
      waiting: [],
      cancelled: ['left behind'],
    });
    expect(await pending).toMatchObject({ ok: false, error: { code: 'disconnected' } });
  });

  it.each(['render-process-gone', 'destroyed'])('cancels it when the page is gone (%s)', async (how) => {
    const { contents, connect, ask, settled } = open();
    connect();
    void ask('wait', { name: 'left behind' });
    await settled();
    if (how === 'destroyed') contents.destroy();
    else contents.emit(how);
    const sent = contents.sent.length;
    await settled();
    expect(contents.sent).toHaveLength(sent);
  });

  it('has one connection for a window: a new one ends the one before', async () => {
    const { ipc, contents, connect, ask, settled } = open();
    connect();
    await ask('state');
    connect();
    expect(await ask('state')).toMatchObject({ ok: true });
    ipc.deliver(contents, contents.mainFrame, {
      is: 'frame',
      connection: 1,
      frame: { t: 'call', id: 50, method: 'conformance.state', input: '{}' },
    });
    await settled();
    expect(contents.sent.filter(({ connection }) => connection === 1).at(-1)).not.toMatchObject({
      frame: { id: 50 },
    });
  });

  it('hears nothing more after its window is gone', async () => {
    const { ipc, contents, settled } = open();
    contents.destroy();
    ipc.deliver(contents, contents.mainFrame, opening);
    await settled();
    expect(contents.sent).toEqual([]);
    expect(ipc.listenerCount('contract')).toBe(0);
  });
});
