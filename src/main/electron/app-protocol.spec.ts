import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { answerAppRequest, consolePolicy } from './app-protocol.ts';

describe('the console’s scheme', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let renderer = '';
  beforeAll(() => {
    folder = temporaryFolder();
    renderer = join(folder.path, 'renderer');
    mkdirSync(join(renderer, 'assets'), { recursive: true });
    mkdirSync(`${renderer}-secret`);
    writeFileSync(join(renderer, 'index.html'), '<!doctype html>console');
    writeFileSync(join(renderer, 'assets/main-1a2b.js'), 'run()');
    writeFileSync(join(renderer, 'assets/inter.woff2'), 'font');
    writeFileSync(join(folder.path, 'secret.js'), 'secret');
    writeFileSync(join(`${renderer}-secret`, 'key.js'), 'secret');
  });
  afterAll(() => folder[Symbol.dispose]());

  const ask = (url: string, method = 'GET') => answerAppRequest({ url, method }, renderer);

  it.each([
    ['app://console/', 'text/html; charset=utf-8', '<!doctype html>console'],
    ['app://console/inventory', 'text/html; charset=utf-8', '<!doctype html>console'],
    [
      'app://console/inventory/entity/vcenter-a%3Avm.js?at=1',
      'text/html; charset=utf-8',
      '<!doctype html>console',
    ],
    ['app://console/assets/main-1a2b.js', 'text/javascript; charset=utf-8', 'run()'],
    ['app://console/assets/inter.woff2', 'font/woff2', 'font'],
  ])('%s is %s', async (url, type, text) => {
    const answer = await ask(url);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      type,
      text,
    ]);
  });

  it.each([
    'app://console/assets/missing.js',
    'app://elsewhere/',
    'app://console.example/',
    'https://console/',
    'app://user@console/',
  ])('%s does not exist', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  it.each([
    'app://console/../secret.js',
    'app://console/%2e%2e/secret.js',
    'app://console/assets/..%2f..%2fsecret.js',
    'app://console/..%5csecret.js',
    'app://console/%2e%2e%2frenderer-secret/key.js',
    'app://console/assets/%00main-1a2b.js',
    'app://console/%',
    'app://console//etc/passwd',
  ])('%s leads to nothing outside its folder', async (url) => {
    const answer = await ask(url);
    expect(await answer.text()).not.toContain('secret');
    expect([
      [200, 'text/html; charset=utf-8'],
      [400, null],
      [404, null],
    ]).toContainEqual([answer.status, answer.headers.get('content-type')]);
  });

  it('is read only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await ask('app://console/', method)).status).toBe(405);
    }
    const head = await ask('app://console/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('sends its policy with everything, also with what it refuses', async () => {
    for (const url of ['app://console/', 'app://console/assets/main-1a2b.js', 'app://elsewhere/']) {
      const { headers } = await ask(url);
      expect(headers.get('content-security-policy')).toBe(consolePolicy);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('has what carries a digest in its name kept, and the page asked for again', async () => {
    expect((await ask('app://console/assets/main-1a2b.js')).headers.get('cache-control')).toContain(
      'immutable',
    );
    expect((await ask('app://console/')).headers.get('cache-control')).toBe('no-cache');
  });

  it('allows no script but its own files', () => {
    const directives = new Map(
      consolePolicy.split('; ').map((text) => {
        const [name = '', ...sources] = text.split(' ');
        return [name, sources];
      }),
    );
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('connect-src')).toEqual(["'self'"]);
    for (const name of ['frame-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
      expect(directives.get(name)).toEqual(["'none'"]);
    }
  });
});
