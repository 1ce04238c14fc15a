import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { createRedactor, looksSecret, redactedMark } from './secrets-redact.ts';
import { createSecretStore, resolveSecrets, secretReferences, type Keyring } from './secrets.ts';

const keyring = (kept: Record<string, string>): Keyring => ({
  get: (name) => Promise.resolve(kept[name]),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(true),
});
const store = createSecretStore({ TOKEN: 'from-env', EMPTY: '' }, keyring({ 'vc/password': 'from-keyring' }));

describe('secret references', () => {
  it('are found and replaced wherever they stand in a text', async () => {
    const seen: string[] = [];
    const text = 'Bearer ${env:TOKEN} and ${keyring:vc/password}, twice ${env:TOKEN}, not ${HOME}';
    expect(await resolveSecrets(text, store, (value) => seen.push(value))).toBe(
      'Bearer from-env and from-keyring, twice from-env, not ${HOME}',
    );
    expect(new Set(seen)).toEqual(new Set(['from-env', 'from-keyring']));
  });

  it('do not expand what a secret contains', async () => {
    const sly = createSecretStore({ A: '${env:B}$&$1', B: 'never' }, keyring({}));
    expect(await resolveSecrets('x${env:A}', sly, () => {})).toBe('x${env:B}$&$1');
  });

  it.each([
    ['${env:NOT_SET}', 'secret-not-found', /NOT_SET is not set/, /Set NOT_SET/],
    ['${env:EMPTY}', 'secret-not-found', /EMPTY is not set/, /Set EMPTY/],
    ['${keyring:nothing}', 'secret-not-found', /holds no secret named "nothing"/, /mcp secret set nothing/],
  ])('that lead nowhere say what to do: %s', async (text, code, message, hint) => {
    await expect(resolveSecrets(text, store, () => {})).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it('with unusable names are refused', () => {
    expect(() => secretReferences('${env:A B}')).toThrow(/no usable secret reference/);
    expect(() => secretReferences('${keyring:}')).toThrow(/no usable secret reference/);
  });

  it('tell whether there is a keyring', async () => {
    expect(await store.describe()).toEqual({ keyring: { available: true } });
    const broken = { ...keyring({}), get: () => Promise.reject(new Error('no service')) };
    expect(await createSecretStore({}, broken).describe()).toEqual({
      keyring: { available: false, reason: 'no service' },
    });
  });
});

describe('redaction', () => {
  it('takes a secret out in every form in which it turns up', () => {
    const redactor = createRedactor();
    const secret = 'p@ss "word"/1';
    redactor.add(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
    ];
    for (const form of forms) {
      expect(redactor.redact(`a ${form} b`)).toContain(redactedMark);
      expect(redactor.redact(`a ${form} b`)).not.toContain('word');
    }
  });

  it('takes the password inside an address out when it stands alone', () => {
    const redactor = createRedactor();
    redactor.add('postgres://u:hunter22@db/inv');
    expect(redactor.redact('password hunter22 refused')).toBe(`password ${redactedMark} refused`);
  });

  it('takes a secret of several lines out line by line', () => {
    const redactor = createRedactor();
    redactor.add('-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----');
    expect(redactor.redact('stderr: kqhkiG9w0BAQEF')).toBe(`stderr: ${redactedMark}`);
  });

  it('leaves everything else alone', () => {
    const redactor = createRedactor();
    expect(redactor.redact('as it was')).toBe('as it was');
    redactor.add('abc');
    expect(redactor.redact('abc')).toBe('abc');
  });

  it('never leaves a secret in a text', () => {
    const value = fc
      .string({ minLength: 4, maxLength: 12 })
      .filter((text) => !redactedMark.includes(text) && text.trim() !== '');
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(fc.string(), fc.nat(3)), { maxLength: 8 }),
        (secrets, parts) => {
          const redactor = createRedactor();
          secrets.forEach((secret) => redactor.add(secret));
          const text = parts
            .map((part) => (typeof part === 'number' ? (secrets[part] ?? '') : part))
            .join('');
          const left = redactor.redact(text).split(redactedMark);
          for (const secret of secrets) expect(left.some((piece) => piece.includes(secret))).toBe(false);
        },
      ),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });
});

it.each([
  ['GITHUB_TOKEN', 'abcd'],
  ['password', 'x1'],
  ['vcPassword', 'abcd'],
  ['API_KEY', 'abcd'],
  ['apiKey', 'abcd'],
  ['X-Api-Key', 'abcd'],
  ['Authorization', 'abcd'],
  ['CLIENT_SECRET', 'abcd'],
  ['--token', 'abcd'],
  ['DB_PASS', 'abcd'],
  ['COOKIE', 'a=b'],
  ['anything', 'ghp_0123456789'],
  ['DATABASE_URL', 'postgres://u:abcd@h/db'],
  ['CONNECTION', 'Server=x;Password=abcd'],
  ['X-Auth', 'abcd'],
  ['sig', 'abcd'],
  ['anything', 'Bearer abcdef'],
  ['x', 'eyJhbGciOi.eyJzdWIiOi.x'],
])('%s=%s looks secret', (key, value) => {
  expect(looksSecret(key, value)).toBe(true);
});

it.each([
  ['REGION', 'eu'],
  ['DATABASE_URL', 'postgres://u:${env:PW}@h/db'],
  ['URL', 'https://h:8443/a@b'],
  ['AUTH_TYPE', 'oauth'],
  ['GITHUB_TOKEN', '${env:T}'],
  ['Authorization', 'Bearer ${keyring:t}'],
  ['TOKEN_FILE', '/run/secrets/t'],
  ['SSH_KEY_PATH', '~/.ssh/id'],
  ['KEYBOARD', 'de'],
  ['MONKEY', 'banana'],
  ['AUTHOR', 'me'],
  ['PASSIVE', 'abcd'],
  ['PASSWORD', ''],
  ['VERIFY_TOKEN', 'true'],
  ['TOKENIZER', 'bert'],
  ['TOKEN_URL', 'https://idp/token'],
])('%s=%s does not', (key, value) => {
  expect(looksSecret(key, value)).toBe(false);
});
