import type { FeatureHandlers } from '../handler.ts';
import { addNote } from './add-note.ts';
import { changed } from './changed.ts';
import { diff } from './diff.ts';
import { editNote } from './edit-note.ts';
import { export as exportDocuments } from './export.ts';
import { file } from './file.ts';
import { find } from './find.ts';
import { generate } from './generate.ts';
import { html } from './html.ts';
import { mentions } from './mentions.ts';
import { notes } from './notes.ts';
import { origin } from './origin.ts';
import { picture } from './picture.ts';
import { removeNote } from './remove-note.ts';
import { restoreNote } from './restore-note.ts';
import { sections } from './sections.ts';
import { show } from './show.ts';
import { source } from './source.ts';
import { stale } from './stale.ts';
import { tree } from './tree.ts';
import { versions } from './versions.ts';
import { writeProse } from './write-prose.ts';

export const documentsHandlers: FeatureHandlers<'documents'> = {
  methods: {
    addNote,
    diff,
    editNote,
    export: exportDocuments,
    file,
    find,
    generate,
    html,
    mentions,
    notes,
    origin,
    picture,
    removeNote,
    restoreNote,
    sections,
    show,
    source,
    stale,
    tree,
    versions,
    writeProse,
  },
  events: { changed },
};
