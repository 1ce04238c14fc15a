import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { systemRandom } from '../platform/random.ts';
import type { KnownOperator } from '../operators/operators.ts';
import { createAccess, type SignedIn } from './access.ts';

const token = 'abcdefghijklmnopqrstuvwxyz234567';
const owner: SignedIn = { operator: 'root', role: 'admin' };
const bearer = (given: string) => ({ authorization: `Bearer ${given}` });

/** Operators as they stand: tokens are kept as they are here, their hash is what a real one has. */
function listOf(...known: readonly (KnownOperator & { readonly token: string })[]) {
  return {
    withToken: (given: string) => known.find((one) => one.token === given),
    named: (name: string) => known.find((one) => one.name === name),
  };
}

function open(
  options: {
    readonly port?: number;
    readonly token?: string;
    readonly secure?: boolean;
    readonly operators?: ReturnType<typeof listOf>;
  } = {},
) {
  const clock = createFakeClock();
  const access = createAccess({
    token: options.token ?? token,
    owner: 'root',
    operators: options.operators ?? listOf(),
    port: options.port ?? 8080,
    secure: options.secure ?? false,
    clock,
    random: systemRandom,
  });
  const cookie = access.openSession(owner).split(';')[0] ?? '';
  return { access, clock, cookie };
}

describe('who may use the server', () => {
  test('whoever shows the token, as a header or as an offered protocol', () => {
    const { access } = open();
    expect(access.admit(bearer(token), 'a')).toMatchObject({ is: 'token' });
    expect(access.admit({ authorization: `bearer  ${token}` }, 'a')).toMatchObject({ is: 'token' });
    const offered = `datacenter-docs, datacenter-docs.token.${token}`;
    expect(access.admit({ 'sec-websocket-protocol': offered }, 'a')).toMatchObject({ is: 'token' });
  });

  test('whoever shows it as a password, where that is let in, and nowhere else', () => {
    const { access } = open();
    const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
    expect(access.admit(basic(`alertmanager:${token}`), 'a', { basic: true })).toMatchObject({ is: 'token' });
    expect(access.admit(basic(`:${token}`), 'a', { basic: true })).toMatchObject({ is: 'token' });
    expect(access.admit(basic('alertmanager:wrong'), 'a', { basic: true })).toMatchObject({ is: 'wrong' });
    expect(access.admit(basic(token), 'a', { basic: true })).toMatchObject({ is: 'none' });
    expect(access.admit(basic(`alertmanager:${token}`), 'a')).toMatchObject({ is: 'none' });
  });

  test.each([token.slice(1), `${token}x`, token.toUpperCase(), 'x'])('not with %s', (given) => {
    expect(open().access.admit(bearer(given), 'a')).toMatchObject({ is: 'wrong' });
  });

  test('nothing shown is nothing tried', () => {
    const { access } = open();
    for (let i = 0; i < 100; i += 1)
      expect(access.admit({ cookie: 'a=b' }, 'a')).toMatchObject({ is: 'none' });
    expect(access.admit(bearer(token), 'a')).toMatchObject({ is: 'token' });
  });

  test('a session is proved by its cookie, for a month', async () => {
    const { access, clock, cookie } = open();
    expect(access.admit({ cookie: `theme=dark; ${cookie}` }, 'a')).toMatchObject({ is: 'session' });
    await clock.advance(29 * 86_400_000);
    expect(access.admit({ cookie }, 'a')).toMatchObject({ is: 'session' });
    await clock.advance(2 * 86_400_000);
    expect(access.admit({ cookie }, 'a')).toMatchObject({ is: 'none' });
  });

  test('a session lasts over a restart, and ends with its token', () => {
    const { cookie } = open();
    expect(open().access.admit({ cookie }, 'a')).toMatchObject({ is: 'session' });
    expect(open({ token: token.replaceAll('a', 'b') }).access.admit({ cookie }, 'a')).toMatchObject({
      is: 'none',
    });
  });

  test('a session of one port is none of another', () => {
    const { cookie } = open();
    expect(open({ port: 8081 }).access.admit({ cookie }, 'a')).toMatchObject({ is: 'none' });
    const renamed = cookie.replace('8080', '8081');
    expect(open({ port: 8081 }).access.admit({ cookie: renamed }, 'a')).toMatchObject({ is: 'none' });
  });

  test.each([
    ['a later end', (cookie: string) => cookie.replace(/=(\d+)/, '=9999999999')],
    ['no signature', (cookie: string) => cookie.replace(/\..*/, '')],
    ['the name of an operator', (cookie: string) => cookie.replace('.', '.YWxpY2U.')],
    ['another signature', (cookie: string) => `${cookie}x`],
    ['an end that is no number', (cookie: string) => cookie.replace(/=(\d+)/, '=1e12')],
  ])('a cookie with %s is none', (_, forge) => {
    const { access, cookie } = open();
    expect(access.admit({ cookie: forge(cookie) }, 'a')).toMatchObject({ is: 'none' });
  });

  test('scripts cannot read the cookie, other sites cannot use it', () => {
    expect(open().access.openSession(owner)).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(open({ secure: true }).access.openSession(owner)).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    expect(open().access.endSession()).toContain('Max-Age=0');
  });

  test('after twenty wrong tokens an address waits, for the right one too; a session goes on', async () => {
    const { access, clock, cookie } = open();
    for (let i = 0; i < 20; i += 1) expect(access.admit(bearer('wrong'), 'a')).toMatchObject({ is: 'wrong' });
    expect(access.admit(bearer(token), 'a')).toMatchObject({ is: 'throttled' });
    expect(access.admit({ cookie }, 'a')).toMatchObject({ is: 'session' });
    expect(access.admit(bearer(token), 'b')).toMatchObject({ is: 'token' });
    await clock.advance(60_000);
    expect(access.admit(bearer(token), 'a')).toMatchObject({ is: 'token' });
  });

  test('a token for one use is good once, and for a minute', async () => {
    const { access, clock } = open();
    const once = access.singleUseToken();
    expect(access.admit(bearer(once), 'a')).toMatchObject({ is: 'token' });
    expect(access.admit(bearer(once), 'a')).toMatchObject({ is: 'wrong' });
    const late = access.singleUseToken();
    await clock.advance(60_001);
    expect(access.admit(bearer(late), 'a')).toMatchObject({ is: 'wrong' });
  });
});

describe('operators of the list', () => {
  const alice = { name: 'alice', role: 'approver', tokenHash: 'a1', token: 'token-of-alice' } as const;
  const bob = { name: 'bob.b', role: 'viewer', tokenHash: 'b1', token: 'token-of-bob' } as const;

  const sessionOf = (one: KnownOperator & { readonly token: string }) => {
    const { access } = open({ operators: listOf(alice, bob) });
    const admission = access.admit(bearer(one.token), 'a');
    if (admission.is !== 'token') throw new Error(`expected to be let in, was ${admission.is}`);
    return access.openSession(admission.as).split(';')[0] ?? '';
  };

  test('sign in with their own token, under their own name and role', () => {
    const { access } = open({ operators: listOf(alice, bob) });
    expect(access.admit(bearer(alice.token), 'a')).toMatchObject({
      is: 'token',
      as: { operator: 'alice', role: 'approver' },
    });
    expect(access.admit(bearer(token), 'a')).toMatchObject({ as: { operator: 'root', role: 'admin' } });
  });

  test('their session is theirs, and has the role that they have now', () => {
    for (const one of [alice, bob]) {
      const cookie = sessionOf(one);
      const { access } = open({ operators: listOf(alice, bob) });
      expect(access.admit({ cookie }, 'a')).toMatchObject({
        is: 'session',
        as: { operator: one.name, role: one.role },
      });
      const demoted = open({ operators: listOf({ ...one, role: 'viewer' }) }).access;
      expect(demoted.admit({ cookie }, 'a')).toMatchObject({ as: { role: 'viewer' } });
    }
  });

  test.each([
    ['they are gone or disabled', listOf(bob)],
    ['they have a new token', listOf({ ...alice, tokenHash: 'a2', token: 'newer' })],
  ])('their session ends when %s', (_, operators) => {
    expect(open({ operators }).access.admit({ cookie: sessionOf(alice) }, 'a')).toMatchObject({ is: 'none' });
  });

  test('nobody makes a session of another out of their own', () => {
    const { access } = open({ operators: listOf(alice, bob) });
    const [name = '', value = ''] = sessionOf(bob).split('=');
    const [expires, , signature] = value.split('.');
    const forged = [
      `${expires}.${Buffer.from('alice').toString('base64url')}.${signature}`,
      `${expires}.${signature}`,
      `${expires}..${signature}`,
      `${expires}.${Buffer.from('root').toString('base64url')}.${signature}`,
      `${expires}.a.b.${signature}`,
    ];
    for (const one of forged) {
      expect(access.admit({ cookie: `${name}=${one}` }, 'a')).toMatchObject({ is: 'none' });
    }
  });
});
