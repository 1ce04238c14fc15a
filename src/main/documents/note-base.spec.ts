import { expect, test } from 'vitest';
import type { DocumentNote, DocumentRecord } from '../../shared/model/document.ts';
import { instant } from '../../shared/model/ids.ts';
import { withEditedNote, withoutNote } from './document-notes.ts';

const at = (minute: number) => instant(Date.UTC(2026, 10, 23, 12, minute));
const note: DocumentNote = {
  id: 'n-1',
  section: 'vms',
  author: 'alice',
  text: 'reboot on Sundays',
  createdAt: at(0),
  alternatives: [{ text: 'never reboot', author: 'bob', writtenAt: at(1) }],
};
const document = { notes: [note] } as unknown as DocumentRecord;
const edit = (alternatives: number) =>
  withEditedNote(document, 'n-1', 'ask first', at(5), { writtenAt: at(0), alternatives }, 'carol');

test('whoever has not seen a text that came from another workstation neither writes it over nor removes it', () => {
  expect(() => edit(0)).toThrow(/1 other texts of the note came from other workstations/);
  expect(() =>
    withoutNote(document, 'n-1', { by: 'carol', at: at(5) }, { writtenAt: at(0), alternatives: 0 }),
  ).toThrow(/other workstations/);
});

test('whoever has seen all of them does', () => {
  const [edited] = edit(1).notes;
  expect(edited).toMatchObject({ text: 'ask first', editedBy: 'carol' });
  expect(edited?.alternatives).toBeUndefined();
});
