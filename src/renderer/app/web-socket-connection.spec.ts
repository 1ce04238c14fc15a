import { expect, test } from 'vitest';
import { contractHash } from '../../shared/contract/pinned.ts';
import type { WebSocketLike } from '../../shared/contract/web-socket-port.ts';
import { connectToServer, type PageHost } from './web-socket-connection.ts';

type Listener = (event: { data: unknown; code: number; reason: string }) => void;

class FakeSocket implements WebSocketLike {
  readyState = 1;
  readonly sent: unknown[] = [];
  readonly #listeners = new Map<string, Listener>();
  readonly address: string;
  readonly protocols: readonly string[];
  constructor(address: string, protocols: readonly string[]) {
    this.address = address;
    this.protocols = protocols;
  }
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.readyState = 3;
  }
  addEventListener(type: string, listener: never) {
    this.#listeners.set(type, listener);
  }
  hello(instance = 'one') {
    this.tell('message', {
      data: JSON.stringify({ t: 'hello', contract: contractHash, version: '1', instance }),
    });
  }
  tell(type: string, event: { data?: unknown; code?: number; reason?: string }) {
    this.#listeners.get(type)?.({ data: '', code: 1006, reason: '', ...event });
  }
}

/** A page at an address, and a server that answers posts with these statuses in turn (an error: it is away). */
function open(href: string, answers: readonly (number | Error)[] = []) {
  const url = new URL(href);
  const left = [...answers];
  const sockets: FakeSocket[] = [];
  const posted: Record<string, string>[] = [];
  const addresses: string[] = [];
  const timers: (() => void)[] = [];
  let reloads = 0;
  let fragment: () => void = () => {};
  const page: PageHost = {
    location: url,
    history: {
      state: null,
      replaceState: (_state, _unused, address) => {
        addresses.push(String(address));
      },
    },
    async post(path, headers) {
      posted.push({ path, ...headers });
      const answer = left.shift() ?? new Error('away');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    openSocket(address, protocols) {
      const socket = new FakeSocket(address, protocols);
      sockets.push(socket);
      return socket;
    },
    onFragment: (changed) => {
      fragment = changed;
    },
    reload: () => {
      reloads += 1;
    },
  };
  const again = {
    nowMs: () => 0,
    setTimer: (run: () => void) => timers.push(run),
    clearTimer: () => {},
    unit: () => 0,
  };
  const port = connectToServer(again, page);
  return {
    port,
    sockets,
    posted,
    addresses,
    timers,
    changeFragment(hash: string) {
      url.hash = hash;
      fragment();
    },
    get reloads() {
      return reloads;
    },
  };
}

test('the token leaves the address bar at once, and is given for a session', async () => {
  const { port, sockets, posted, addresses } = open(
    'http://127.0.0.1:4780/inventory?filter=vm#token=secret',
    [204],
  );
  expect(addresses).toEqual(['/inventory?filter=vm']);
  await expect.poll(() => sockets.length).toBe(1);
  expect(posted).toEqual([{ path: '/session', authorization: 'Bearer secret' }]);
  // Neither the socket's address nor its protocols have it: the cookie is enough.
  expect(sockets[0]).toMatchObject({
    address: 'ws://127.0.0.1:4780/contract',
    protocols: ['datacenter-docs'],
  });
  sockets[0]?.hello();
  expect(port.status).toMatchObject({ is: 'open' });
});

test('a page that was let in before needs no token, and keeps the fragment of its document', () => {
  const { sockets, posted, addresses } = open('https://docs.example.org/documents/network#summary');
  expect(sockets[0]).toMatchObject({ address: 'wss://docs.example.org/contract' });
  expect(posted).toEqual([]);
  expect(addresses).toEqual([]);
});

test.each([
  [401, 'unauthorized'],
  [429, 'too-many-requests'],
])('a token that is answered with %i is refused as %s', async (status, code) => {
  const { port, sockets, timers } = open('http://127.0.0.1:4780/#token=wrong', [status]);
  await expect.poll(() => port.status).toMatchObject({ is: 'refused', error: { code } });
  expect(sockets).toEqual([]);
  expect(timers).toEqual([]);
});

test('without a session the server closes with 4401, and that is final', () => {
  const { port, sockets, timers } = open('http://127.0.0.1:4780/');
  sockets[0]?.tell('close', { code: 4401 });
  expect(port.status).toMatchObject({ is: 'refused', error: { code: 'unauthorized' } });
  expect(timers).toEqual([]);
});

test('a server that is away when the page has its token is asked again with it', async () => {
  const { port, sockets, posted, timers } = open('http://127.0.0.1:4780/#token=secret', [
    new Error('away'),
    204,
  ]);
  await expect.poll(() => port.status.is).toBe('lost');
  timers.shift()?.();
  await expect.poll(() => sockets.length).toBe(1);
  expect(posted).toHaveLength(2);
});

test('after a loss the session is enough: the token was given once', async () => {
  const { port, sockets, posted, timers } = open('http://127.0.0.1:4780/#token=secret', [204]);
  await expect.poll(() => sockets.length).toBe(1);
  sockets[0]?.hello('one');
  sockets[0]?.tell('close', { code: 1001 });
  expect(port.status.is).toBe('lost');
  timers.shift()?.();
  sockets[1]?.hello('two');
  expect(port.status).toMatchObject({ is: 'open', instance: 'two' });
  expect(posted).toHaveLength(1);
});

test('closed while it waits for its session, it opens nothing', async () => {
  const one = open('http://127.0.0.1:4780/#token=secret', [204]);
  one.port.close();
  await Promise.resolve();
  await Promise.resolve();
  expect(one.sockets).toEqual([]);
});

test('the printed address, opened where the page is already, loads it anew', () => {
  const one = open('http://127.0.0.1:4780/');
  one.changeFragment('#summary');
  expect(one.reloads).toBe(0);
  one.changeFragment('#token=secret');
  expect(one.reloads).toBe(1);
});
