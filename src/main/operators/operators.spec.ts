import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { openOperators } from './operators.ts';

function open(folder = temporaryFolder()) {
  onTestFinished(() => folder[Symbol.dispose]());
  const file = join(folder.path, 'operators.json');
  const clock = createFakeClock();
  const reopen = () =>
    openOperators({
      file,
      reserved: ['root', 'application'],
      clock,
      random: systemRandom,
      logger: silentLogger,
    });
  return { file, clock, reopen, operators: reopen() };
}

describe('operators of an installation', () => {
  test('somebody who is added is known by the token, also after a restart; the token is kept nowhere', async () => {
    const { file, operators, reopen } = open();
    const { operator, token } = await operators.add({ name: 'alice', role: 'approver' });
    expect(operator).toMatchObject({ name: 'alice', role: 'approver' });
    expect(token).toMatch(/^[a-z2-7]{52}$/);
    for (const known of [operators, reopen()]) {
      expect(known.withToken(token)).toMatchObject({ name: 'alice', role: 'approver' });
      expect(known.withToken(`${token}a`)).toBeUndefined();
    }
    expect(readFileSync(file, 'utf8')).not.toContain(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(operators.withToken(/[0-9a-f]{64}/.exec(readFileSync(file, 'utf8'))?.[0] ?? '')).toBeUndefined();
  });

  test.each(['alice', 'ALICE', 'ａlice', 'Root', 'application'])('nobody else is called %s', async (name) => {
    const { operators } = open();
    await operators.add({ name: 'Alice', role: 'viewer' });
    await expect(operators.add({ name, role: 'admin' })).rejects.toMatchObject({
      code: 'operator-name-taken',
    });
    expect(operators.list()).toHaveLength(1);
  });

  test('a role holds at once', async () => {
    const { operators } = open();
    const { token } = await operators.add({ name: 'alice', role: 'admin' });
    await operators.setRole('alice', 'viewer');
    expect(operators.withToken(token)).toMatchObject({ role: 'viewer' });
    expect(operators.named('alice')).toMatchObject({ role: 'viewer' });
  });

  test('who is disabled is not let in, keeps the name, and comes back with a new token alone', async () => {
    const { operators, clock } = open();
    const { token } = await operators.add({ name: 'alice', role: 'operator' });
    await operators.disable('alice');
    expect(operators.withToken(token)).toBeUndefined();
    expect(operators.named('alice')).toBeUndefined();
    expect(operators.list()).toEqual([expect.objectContaining({ name: 'alice', disabledAt: clock.now() })]);
    await expect(operators.add({ name: 'alice', role: 'viewer' })).rejects.toMatchObject({
      code: 'operator-name-taken',
    });
    const renewed = await operators.renewToken('alice');
    expect(operators.withToken(token)).toBeUndefined();
    expect(operators.withToken(renewed.token)).toMatchObject({ name: 'alice', role: 'operator' });
    expect(renewed.operator.disabledAt).toBeUndefined();
  });

  test('a new token ends the old one', async () => {
    const { operators } = open();
    const first = await operators.add({ name: 'alice', role: 'operator' });
    const second = await operators.renewToken('alice');
    expect(operators.withToken(first.token)).toBeUndefined();
    expect(operators.withToken(second.token)).toBeDefined();
  });

  test('changes at the same moment are all kept', async () => {
    const { operators, reopen } = open();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => operators.add({ name: `night ${i}`, role: 'viewer' })),
    );
    expect(reopen().list()).toHaveLength(20);
  });

  test('each change names whom it is about', async () => {
    const { operators } = open();
    const told: (readonly string[])[] = [];
    operators.onChanged((names) => told.push(names));
    await operators.add({ name: 'alice', role: 'viewer' });
    await operators.add({ name: 'bob', role: 'viewer' });
    await operators.setRole('bob', 'operator');
    await operators.disable('alice');
    expect(told).toEqual([['alice'], ['bob'], ['bob'], ['alice']]);
  });

  test('what names nobody is said', async () => {
    const { operators } = open();
    for (const attempt of [
      operators.setRole('eve', 'admin'),
      operators.disable('eve'),
      operators.renewToken('eve'),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'operator-not-found' });
    }
  });
});

describe('a file that was edited beside the application', () => {
  test('holds, and says who is another now', async () => {
    const { file, operators } = open();
    const { token } = await operators.add({ name: 'alice', role: 'viewer' });
    const told: (readonly string[])[] = [];
    operators.onChanged((names) => told.push(names));
    writeFileSync(file, readFileSync(file, 'utf8').replace('"viewer"', '"operator"'), { mode: 0o600 });
    operators.fileChanged();
    expect(operators.withToken(token)).toMatchObject({ role: 'operator' });
    expect(told).toEqual([['alice']]);
  });

  test.each([
    ['no JSON', '{'],
    ['another version', '{"version":2,"operators":[]}'],
    ['a role that there is not', (text: string) => text.replace('"viewer"', '"root"')],
    ['one name twice', (text: string) => text.replace(/\[([^]*)\]/, '[$1,$1]')],
    ['more members', (text: string) => text.replace('"version"', '"x":1,"version"')],
  ])('that has %s is not believed, and not overwritten; who was known still is', async (_, edit) => {
    const { file, operators, reopen } = open();
    const { token } = await operators.add({ name: 'alice', role: 'viewer' });
    const broken = typeof edit === 'string' ? edit : edit(readFileSync(file, 'utf8'));
    writeFileSync(file, broken);
    operators.fileChanged();
    expect(operators.problem).toBeDefined();
    expect(operators.withToken(token)).toMatchObject({ role: 'viewer' });
    await expect(operators.disable('alice')).rejects.toMatchObject({ code: 'operators-unreadable' });
    expect(readFileSync(file, 'utf8')).toBe(broken);
    // At the next start nobody is taken at the word of a file that nobody can read.
    expect(reopen().withToken(token)).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')('that others may write lets nobody in', async () => {
    const { file, operators, reopen } = open();
    const { token } = await operators.add({ name: 'alice', role: 'viewer' });
    chmodSync(file, 0o666);
    const again = reopen();
    expect(again.problem).toContain('0666');
    expect(again.withToken(token)).toBeUndefined();
  });

  test('cannot make an operator of whoever runs the process', async () => {
    const { file, operators } = open();
    const { token } = await operators.add({ name: 'alice', role: 'viewer' });
    writeFileSync(file, readFileSync(file, 'utf8').replace('"alice"', '"ROOT"'), { mode: 0o600 });
    operators.fileChanged();
    expect(operators.withToken(token)).toBeUndefined();
  });
});
