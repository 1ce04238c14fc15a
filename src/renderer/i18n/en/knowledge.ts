import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('en');
const of = (value: number, one: string, many = `${one}s`) => plural('en', value, one, many);

export const knowledge = {
  state: 'What is searched',
  passages: (value: number) => of(value, 'passage'),
  ofDocuments: (value: number) => `${number(value)} of them from documents and notes`,
  idle: 'Everything is indexed',
  indexing: (what: string, done: number, total: number | undefined) =>
    `Indexing ${what}: ${number(done)}${total === undefined ? '' : ` of ${number(total)}`}`,
  rebuilding: (what: string, done: number, total: number | undefined) =>
    `Rebuilding, the index of before answers meanwhile. ${what}: ${number(done)}${total === undefined ? '' : ` of ${number(total)}`}`,
  making: (meanwhile: string | undefined) =>
    meanwhile === undefined
      ? '· Until all are, words answer alone.'
      : `· Until all are, those of ${meanwhile} answer.`,
  size: 'Size of the index',
  words: 'Words',
  vectors: 'Vectors',
  noVectors: 'No embedding model is set: passages are found by their words, which needs no model.',
  embedded: (count: number, all: number, model: string) =>
    `${number(count)} of ${of(all, 'passage')} embedded by ${model}`,
  rebuild: 'Rebuild the index',
  rebuilt: (count: number) => `The index is new: ${of(count, 'passage')}`,
  folders: 'Imported folders',
  foldersDetail:
    'Runbooks, manuals and notes in Markdown, AsciiDoc or plain text, searched beside the documents. Files stay where they are; what changes in them is indexed again.',
  none: 'No folder is imported.',
  path: 'Folder on the machine where the application runs',
  placeholder: '/srv/runbooks',
  add: 'Import the folder',
  added: (name: string, files: number, problems: number) =>
    problems === 0
      ? `${name}: ${of(files, 'file')} indexed`
      : `${name}: ${of(files, 'file')} looked at, ${of(problems, 'problem')}`,
  remove: (name: string) => `Search ${name} no longer`,
  removed: (name: string) => `${name} is searched no longer`,
  again: (name: string) => `Bring ${name} up to date`,
  failed: (what: string, why: string) => `${what}: ${why}`,
  columns: {
    folder: 'Folder',
    files: 'Files',
    passages: 'Passages',
    looked: 'Looked at',
    problems: 'Problems',
  },
  missing: 'Is not there now; what was indexed of it stays.',
  notWatched: 'Looked at once a minute: the system cannot watch it.',
  problems: (value: number) => of(value, 'problem'),
  noProblems: 'None',
  theFolder: 'The folder',
  moreProblems: (value: number) => `and ${of(value, 'more', 'more')}`,
  inTexts: 'Passages',
  note: 'Note',
};
