import { describe, expect, test } from 'vitest';
import { createRequestGuard } from './request-guard.ts';
import { planListening, type ListenPlan } from './server-address.ts';

const loopback = createRequestGuard(planListening({ port: 0 }), 8080);
const certified: ListenPlan = {
  ...planListening({ port: 443 }),
  tls: {
    cert: Buffer.of(),
    key: Buffer.of(),
    vouchesFor: (name) => name === 'docs.example.org',
  },
};

describe('which server a request means', () => {
  test.each(['127.0.0.1:8080', 'localhost:8080', 'LOCALHOST:8080', '[::1]:8080', '10.1.2.3:8080'])(
    '%s is this one',
    (host) => expect(loopback.host({ host })).toEqual({ ok: true }),
  );

  test.each([
    ['a name of somebody else’s that leads here', 'evil.example:8080'],
    ['a name that only looks like ours', 'localhost.evil.example:8080'],
    ['a name with ours before it', '127.0.0.1.evil.example:8080'],
    ['another port', 'localhost:8081'],
    ['no port', 'localhost'],
    ['user and host', 'localhost:8080@evil.example'],
    ['a path', 'localhost:8080/x'],
    ['an address in another notation', '0x7f000001:8080'],
    ['nothing', undefined],
    ['emptiness', ''],
  ])('%s is not', (_, host) =>
    expect(loopback.host({ host })).toMatchObject({ ok: false, code: 'wrong-host' }),
  );

  test('with a certificate, the names that it vouches for', () => {
    const guard = createRequestGuard(certified, 443);
    expect(guard.host({ host: 'docs.example.org' })).toEqual({ ok: true });
    expect(guard.host({ host: 'docs.example.org:443' })).toEqual({ ok: true });
    expect(guard.host({ host: 'other.example.org' }).ok).toBe(false);
  });

  test('behind a proxy, the name that was stated and the address that the proxy uses', () => {
    const plan = planListening({ port: 0, publicOrigin: 'https://docs.example.org' });
    const guard = createRequestGuard(plan, 8080);
    expect(guard.host({ host: 'docs.example.org' })).toEqual({ ok: true });
    expect(guard.host({ host: '127.0.0.1:8080' })).toEqual({ ok: true });
    expect(guard.host({ host: 'evil.example' }).ok).toBe(false);
    expect(guard.origin({ host: '127.0.0.1:8080', origin: 'https://docs.example.org' })).toEqual({
      ok: true,
    });
    expect(guard.origin({ host: '127.0.0.1:8080', origin: 'http://docs.example.org' }).ok).toBe(false);
  });
});

describe('which page sent a request', () => {
  const host = 'localhost:8080';
  test('a page of this server, and no page at all', () => {
    expect(loopback.origin({ host, origin: 'http://localhost:8080' })).toEqual({ ok: true });
    expect(loopback.origin({ host })).toEqual({ ok: true });
    expect(loopback.origin({ host, 'sec-fetch-site': 'same-origin' })).toEqual({ ok: true });
    expect(loopback.origin({ host, 'sec-fetch-site': 'none' })).toEqual({ ok: true });
  });

  test.each([
    { origin: 'http://evil.example' },
    // Our own machine, another program.
    { origin: 'http://localhost:8081' },
    { origin: 'http://127.0.0.1:8080' },
    { origin: 'https://localhost:8080' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('no other: %j', (headers) =>
    expect(loopback.origin({ host, ...headers })).toMatchObject({ ok: false, code: 'wrong-origin' }),
  );
});
