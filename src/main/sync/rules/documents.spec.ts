import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { at, later, sampleDocument, sampleNote } from '../../../../test/support/rule-samples.ts';

const judge = openRule('documents');
const { collector, operator, approver, admin, viewer, server } = accounts;
const bare = sampleDocument();
const withNote = sampleDocument({ notes: [sampleNote()] });

test('generated parts are written by whoever generates, under a lease that is not over', () => {
  expect(judge(bare, null, collector)).toBeUndefined();
  expect(judge(sampleDocument({ title: 'Another' }), bare, collector)).toBeUndefined();
  expect(judge(sampleDocument({ title: 'Another' }), bare, operator)).toMatch(/^role: a generated part/);
  expect(judge(bare, null, admin)).toMatch(/^role: /);
  expect(judge(sampleDocument({ fence: 1 }), sampleDocument({ fence: 2 }), collector)).toMatch(/^fenced: /);
});

test('notes are written by everybody who works, in their own name', () => {
  expect(judge(withNote, bare, operator)).toBeUndefined();
  expect(judge(withNote, bare, approver)).toMatch(/^owner: a note is in the name of "alice", and bob/);
  expect(judge(withNote, bare, collector)).toMatch(/^owner: /);
  expect(judge(withNote, bare, viewer)).toMatch(/^role: /);
  expect(judge(withNote, bare, server)).toBeUndefined();
});

test('who writes a note of somebody else over says so', () => {
  const over = (change: object) =>
    sampleDocument({ notes: [sampleNote({ text: 'Never touch it.', editedAt: later, ...change })] });
  expect(judge(over({ editedBy: 'bob' }), withNote, approver)).toBeUndefined();
  expect(judge(over({}), withNote, approver)).toMatch(/^owner: /);
  expect(judge(over({ author: 'bob' }), withNote, approver)).toMatch(
    /^owner: note note-1 was begun by alice/,
  );
  const other = { text: 'Never touch it.', author: 'mallory', writtenAt: later };
  expect(
    judge(sampleDocument({ notes: [sampleNote({ alternatives: [other] })] }), withNote, approver),
  ).toMatch(/^owner: .*mallory/);
  const own = { ...other, author: 'bob' };
  expect(
    judge(sampleDocument({ notes: [sampleNote({ alternatives: [own] })] }), withNote, approver),
  ).toBeUndefined();
});

test('a note goes with a word of whoever removed it, and not without', () => {
  const removed = (by: string) => [{ id: 'note-1', by, at: later, writtenAt: at }];
  expect(judge(bare, withNote, collector)).toMatch(/^append-only: note note-1 is gone/);
  expect(judge(sampleDocument({ removedNotes: removed('bob') }), withNote, approver)).toBeUndefined();
  expect(judge(sampleDocument({ removedNotes: removed('alice') }), withNote, approver)).toMatch(/^owner: /);
});

test('names of texts that were written over are texts', () => {
  const removed = (replaced: unknown) => [{ id: 'note-1', by: 'alice', at: later, writtenAt: at, replaced }];
  for (const replaced of [5, 'all of them', { length: 1 }, [7]]) {
    const note = sampleDocument({ notes: [sampleNote({ replaced })] });
    expect(judge(note, bare, operator)).toMatch(/^shape: notes\[0\]\.replaced/);
    const gone = sampleDocument({ removedNotes: removed(replaced) });
    expect(judge(gone, withNote, operator)).toMatch(/^shape: removedNotes\[0\]\.replaced/);
  }
  expect(judge(sampleDocument({ removedNotes: removed(['one']) }), withNote, operator)).toBeUndefined();
});

test('documents are removed by whoever generates, or an admin', () => {
  const gone = { _id: 'virtualization', _deleted: true };
  expect(judge(gone, bare, collector)).toBeUndefined();
  expect(judge(gone, bare, admin)).toBeUndefined();
  expect(judge(gone, bare, approver)).toMatch(/^role: /);
});
