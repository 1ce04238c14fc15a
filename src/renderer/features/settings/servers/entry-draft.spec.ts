import { describe, expect, test } from 'vitest';
import type { ShownSourceEntry } from '../../../../shared/contract/sources.ts';
import { draftOf, emptyDraft, entryOf, sameEntry, splitCommandLine } from './entry-draft.ts';

const options = { readOnlyTools: [], simulated: false };

describe('a server in the form', () => {
  const entry: ShownSourceEntry = {
    kind: 'stdio',
    command: 'npx',
    args: ['-y', 'vsphere-mcp', '', { hidden: true }],
    env: { VC_URL: 'https://vc', API_KEY: { hidden: true } },
    cwd: '/srv',
    options: {
      ...options,
      timeoutMs: 5_000,
      maxTotalMs: 9_000,
      readOnlyTools: ['list'],
      domains: ['vmware'],
    },
  };

  test('goes in and out as it was; what is hidden stays what is stored', () => {
    expect(sameEntry(entry)).toEqual({
      kind: 'stdio',
      command: 'npx',
      args: ['-y', 'vsphere-mcp', '', { keep: true }],
      env: { VC_URL: 'https://vc', API_KEY: { keep: true } },
      cwd: '/srv',
      options: {
        timeoutMs: 5_000,
        maxTotalMs: 9_000,
        readOnlyTools: ['list'],
        simulated: false,
        domains: ['vmware'],
      },
    });
    const web: ShownSourceEntry = {
      kind: 'http',
      url: { hidden: true },
      headers: { Authorization: { hidden: true }, 'X-Site': 'fra' },
      options,
    };
    expect(sameEntry(web)).toEqual({
      kind: 'http',
      url: { keep: true },
      headers: { Authorization: { keep: true }, 'X-Site': 'fra' },
      options,
    });
  });

  test('never shows what is hidden', () => {
    expect(JSON.stringify(draftOf(entry))).not.toContain('hidden');
  });

  test('reads pairs by the first sign, and leaves empty lines out', () => {
    expect(entryOf({ ...emptyDraft, command: 'x', env: 'A=b=c\n\n  D = e \nALONE' })).toMatchObject({
      env: { A: 'b=c', D: 'e', ALONE: '' },
    });
    expect(
      entryOf({ ...emptyDraft, kind: 'http', url: ' https://x ', headers: 'Authorization: Bearer a:b' }),
    ).toMatchObject({ url: 'https://x', headers: { Authorization: 'Bearer a:b' } });
  });
});

test.each([
  [`npx -y "my server" --name='a b' x`, ['npx', '-y', 'my server', '--name=a b', 'x']],
  [String.raw`node "C:\\Program Files\\x.js"`, ['node', String.raw`C:\Program Files\x.js`]],
  [`echo "it's" ''`, ['echo', "it's", '']],
  ['', []],
])('a pasted command line becomes words: %s', (line, words) => {
  expect(splitCommandLine(line)).toEqual(words);
});
