import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { systemRandom } from '../platform/random.ts';
import { createAccess } from './access.ts';

const token = 'abcdefghijklmnopqrstuvwxyz234567';
const bearer = (given: string) => ({ authorization: `Bearer ${given}` });

function open(options: { readonly port?: number; readonly token?: string; readonly secure?: boolean } = {}) {
  const clock = createFakeClock();
  const access = createAccess({
    token: options.token ?? token,
    port: options.port ?? 8080,
    secure: options.secure ?? false,
    clock,
    random: systemRandom,
  });
  const cookie = access.openSession().split(';')[0] ?? '';
  return { access, clock, cookie };
}

describe('who may use the server', () => {
  test('whoever shows the token, as a header or as an offered protocol', () => {
    const { access } = open();
    expect(access.admit(bearer(token), 'a')).toBe('token');
    expect(access.admit({ authorization: `bearer  ${token}` }, 'a')).toBe('token');
    const offered = `datacenter-docs, datacenter-docs.token.${token}`;
    expect(access.admit({ 'sec-websocket-protocol': offered }, 'a')).toBe('token');
  });

  test('whoever shows it as a password, where that is let in, and nowhere else', () => {
    const { access } = open();
    const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
    expect(access.admit(basic(`alertmanager:${token}`), 'a', { basic: true })).toBe('token');
    expect(access.admit(basic(`:${token}`), 'a', { basic: true })).toBe('token');
    expect(access.admit(basic('alertmanager:wrong'), 'a', { basic: true })).toBe('wrong');
    expect(access.admit(basic(token), 'a', { basic: true })).toBe('none');
    expect(access.admit(basic(`alertmanager:${token}`), 'a')).toBe('none');
  });

  test.each([token.slice(1), `${token}x`, token.toUpperCase(), 'x'])('not with %s', (given) => {
    expect(open().access.admit(bearer(given), 'a')).toBe('wrong');
  });

  test('nothing shown is nothing tried', () => {
    const { access } = open();
    for (let i = 0; i < 100; i += 1) expect(access.admit({ cookie: 'a=b' }, 'a')).toBe('none');
    expect(access.admit(bearer(token), 'a')).toBe('token');
  });

  test('a session is proved by its cookie, for a month', async () => {
    const { access, clock, cookie } = open();
    expect(access.admit({ cookie: `theme=dark; ${cookie}` }, 'a')).toBe('session');
    await clock.advance(29 * 86_400_000);
    expect(access.admit({ cookie }, 'a')).toBe('session');
    await clock.advance(2 * 86_400_000);
    expect(access.admit({ cookie }, 'a')).toBe('none');
  });

  test('a session lasts over a restart, and ends with its token', () => {
    const { cookie } = open();
    expect(open().access.admit({ cookie }, 'a')).toBe('session');
    expect(open({ token: token.replaceAll('a', 'b') }).access.admit({ cookie }, 'a')).toBe('none');
  });

  test('a session of one port is none of another', () => {
    const { cookie } = open();
    expect(open({ port: 8081 }).access.admit({ cookie }, 'a')).toBe('none');
    const renamed = cookie.replace('8080', '8081');
    expect(open({ port: 8081 }).access.admit({ cookie: renamed }, 'a')).toBe('none');
  });

  test.each([
    ['a later end', (cookie: string) => cookie.replace(/=(\d+)/, '=9999999999')],
    ['no signature', (cookie: string) => cookie.replace(/\..*/, '')],
    ['another signature', (cookie: string) => `${cookie}x`],
    ['an end that is no number', (cookie: string) => cookie.replace(/=(\d+)/, '=1e12')],
  ])('a cookie with %s is none', (_, forge) => {
    const { access, cookie } = open();
    expect(access.admit({ cookie: forge(cookie) }, 'a')).toBe('none');
  });

  test('scripts cannot read the cookie, other sites cannot use it', () => {
    expect(open().access.openSession()).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(open({ secure: true }).access.openSession()).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    expect(open().access.endSession()).toContain('Max-Age=0');
  });

  test('after twenty wrong tokens an address waits, for the right one too; a session goes on', async () => {
    const { access, clock, cookie } = open();
    for (let i = 0; i < 20; i += 1) expect(access.admit(bearer('wrong'), 'a')).toBe('wrong');
    expect(access.admit(bearer(token), 'a')).toBe('throttled');
    expect(access.admit({ cookie }, 'a')).toBe('session');
    expect(access.admit(bearer(token), 'b')).toBe('token');
    await clock.advance(60_000);
    expect(access.admit(bearer(token), 'a')).toBe('token');
  });

  test('a token for one use is good once, and for a minute', async () => {
    const { access, clock } = open();
    const once = access.singleUseToken();
    expect(access.admit(bearer(once), 'a')).toBe('token');
    expect(access.admit(bearer(once), 'a')).toBe('wrong');
    const late = access.singleUseToken();
    await clock.advance(60_001);
    expect(access.admit(bearer(late), 'a')).toBe('wrong');
  });
});
