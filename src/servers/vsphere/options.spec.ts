import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { parseVsphereOptions } from './options.ts';

const environment = { VSPHERE_USER: 'reader', VSPHERE_PASSWORD: 'hunter2', OTHER: 'else' };
const digits = 'ab'.repeat(32);
const refused = (...argv: string[]) => {
  try {
    parseVsphereOptions(argv, environment);
  } catch (error) {
    return String(error);
  }
  throw new Error('it was taken');
};

test('an address is enough where the environment has the rest; nothing may be changed', () => {
  expect(parseVsphereOptions(['--url', 'vcenter.example.net'], environment)).toMatchObject({
    endpoint: new URL('https://vcenter.example.net/sdk'),
    user: 'reader',
    password: 'hunter2',
    trust: { kind: 'system' },
    allowWrites: false,
  });
});

test('user and password come from the variables that are named', () => {
  const options = parseVsphereOptions(['--url=https://h', '--password-env=OTHER'], environment);
  expect(options.password).toBe('else');
});

test.each([
  digits,
  `SHA256:${digits}`,
  `sha-256=${digits.toUpperCase()}`,
  digits.replaceAll(/(..)(?=.)/g, '$1:'),
])('a fingerprint may be written as %s', (fingerprint) => {
  expect(parseVsphereOptions(['--url=h', `--fingerprint=${fingerprint}`], environment).trust).toEqual({
    kind: 'fingerprint',
    sha256: digits,
  });
});

test('an authority is read from its file', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'ca.pem');
  writeFileSync(file, '-----BEGIN CERTIFICATE-----\n…');
  expect(parseVsphereOptions(['--url=h', `--ca-file=${file}`], environment).trust.kind).toBe('authority');
  writeFileSync(file, 'nothing');
  expect(refused('--url=h', `--ca-file=${file}`)).toContain('found none');
});

describe('what does not fit is refused with what was expected, and without a secret', () => {
  test.each([
    ['no address', [], 'expected the https address'],
    ['no encryption', ['--url=http://vcenter'], 'not sent unencrypted'],
    ['a password in the address', ['--url=https://u:hunter2@vcenter'], 'without user and password'],
    ['a variable that is not set', ['--url=h', '--password-env=NOT_SET'], 'NOT_SET, which is not set'],
    [
      'a password in place of its variable',
      ['--url=h', '--password-env=hunter2!'],
      'never given on the command line',
    ],
    ['half a fingerprint', ['--url=h', '--fingerprint=abcd'], '64 hexadecimal digits'],
    ['two kinds of trust', ['--url=h', '--ca-file=x', `--fingerprint=${digits}`], 'either'],
    ['a file that is not there', ['--url=h', '--ca-file=/nowhere/ca.pem'], 'could not be read'],
    ['too much at once', ['--url=h', '--concurrency=99'], 'from 1 to 32'],
    ['an unknown option', ['--url=h', '--insecure'], '--insecure'],
  ])('%s', (_, argv, says) => {
    const words = refused(...argv);
    expect(words).toContain(says);
    expect(words).not.toContain('hunter2');
  });
});
