import { describe, expect, it } from 'vitest';
import { defaultPolicyText } from '../trust.ts';
import { editPolicy } from './edit-policy.ts';
import { parsePolicy } from './parse-policy.ts';

const lines = (text: string) => text.split('\n');
/** Lines that one text has and the other has not. */
const apart = (a: string, b: string) => ({
  gone: lines(a).filter((line) => !lines(b).includes(line)),
  come: lines(b).filter((line) => !lines(a).includes(line)),
});

describe('a small edit of a policy', () => {
  it('changes one line of the default policy and no other character', () => {
    const before = defaultPolicyText();
    const after = editPolicy(before, [{ path: ['automatic'], value: true }]);
    expect(apart(before, after)).toEqual({ gone: ['automatic: false'], come: ['automatic: true'] });
    expect(after.length).toBe(before.length - 1);
  });

  it('adds an action behind the others, and leaves the comments below where they are', () => {
    const before = defaultPolicyText();
    const after = editPolicy(before, [{ path: ['actions', 'vm.restart', 'automatic'], value: true }]);
    expect(apart(before, after)).toEqual({ gone: [], come: ['  vm.restart: { automatic: true }'] });
    expect(parsePolicy(after)).toMatchObject({
      ok: true,
      policy: { actions: { 'vm.restart': { automatic: true } } },
    });
  });

  it('keeps a remark on the very line', () => {
    const text = 'automatic: false # until the audit of May\nrates: { perHour: 4 }\n';
    expect(editPolicy(text, [{ path: ['automatic'], value: true }])).toBe(
      'automatic: true # until the audit of May\nrates: { perHour: 4 }\n',
    );
  });

  it('adds what the file does not have at its end, also where the last line is not ended', () => {
    expect(editPolicy('minimumReliability: 90', [{ path: ['automatic'], value: true }])).toBe(
      'minimumReliability: 90\nautomatic: true\n',
    );
  });

  it.each([
    ['an empty file', ''],
    ['nothing but comments', '# ours\n'],
    ['a mapping on one line', '{ automatic: false, actions: { vm.restart: { enabled: true } } }\n'],
    ['actions that are there and empty', 'actions:\nautomatic: false\n'],
    ['a mapping in braces', 'actions: { vm.restart: { enabled: true } }\n'],
    ['Windows line ends', 'automatic: false\r\nactions:\r\n  vm.restart:\r\n    enabled: true\r\n'],
    ['a document marker', '---\nautomatic: false\n...\n'],
  ])('works on %s', (_, text) => {
    const after = editPolicy(text, [
      { path: ['automatic'], value: true },
      { path: ['actions', 'vm.restart', 'automatic'], value: true },
    ]);
    expect(parsePolicy(after)).toMatchObject({
      ok: true,
      policy: { automatic: true, actions: { 'vm.restart': { automatic: true } } },
    });
  });

  it('says the same when it is made again', () => {
    const once = editPolicy(defaultPolicyText(), [
      { path: ['actions', 'vm.restart', 'automatic'], value: true },
    ]);
    expect(editPolicy(once, [{ path: ['actions', 'vm.restart', 'automatic'], value: true }])).toBe(once);
  });
});
