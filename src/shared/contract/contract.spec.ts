import { expect, test } from 'vitest';
import { z } from 'zod';
import { contract, eventNames, findEvent, findMethod, methodNames } from './contract.ts';
import { commonErrorCodes } from './errors.ts';

const methods = methodNames().map((name) => [name, findMethod(name)] as const);
const events = eventNames().map((name) => [name, findEvent(name)] as const);

test('names are features and members in camel case', () => {
  for (const name of [...methodNames(), ...eventNames()]) {
    expect(name).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
  }
});

test('a name is a method or an event, never both', () => {
  const names = [...methodNames(), ...eventNames()];
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  'constructor.name',
  '__proto__.constructor',
  'system.constructor',
  'system',
  'system.about.x',
  '',
])('"%s" names nothing', (name) => {
  expect(findMethod(name)).toBeUndefined();
  expect(findEvent(name)).toBeUndefined();
});

test.each([...methods, ...events])(
  '%s takes an object, and nothing in it that it does not know',
  (_, definition) => {
    const result = definition?.input.safeParse({ 'no such member': 1 });
    expect(result?.success).toBe(false);
    expect(JSON.stringify(result?.error?.issues)).toContain('unrecognized_keys');
  },
);

test.each(methods)('%s gives an object, so that more can be added to it', (_, definition) => {
  const described = z.toJSONSchema(definition?.output ?? z.never(), { io: 'output', unrepresentable: 'any' });
  const forms = described.anyOf ?? described.oneOf ?? [described];
  for (const form of forms) expect(form).toMatchObject({ type: 'object' });
});

test.each(methods)('%s declares codes that programs can rely on', (_, definition) => {
  const codes = [...(definition?.errors ?? []), ...commonErrorCodes];
  expect(codes.filter((code) => !/^[a-z]+(?:-[a-z]+)*$/.test(code))).toEqual([]);
  expect(new Set(definition?.errors).size).toBe(definition?.errors?.length ?? 0);
});

test('every feature is here', () => {
  expect(Object.keys(contract)).toEqual(Object.keys(contract).toSorted());
});
