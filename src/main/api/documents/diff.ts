import type { PastDocument } from '../../documents/document-history.ts';
import { documentMarkdown, sectionMarkdown } from '../../documents/render/markdown.ts';
import type { Handler } from '../handler.ts';

export const diff: Handler<'documents.diff'> = async ({ id, from, to }, { app }) => {
  const { before, after, diff: found } = await app.documents.compared(id, from, to);
  const lines = [linesOfSections(before), linesOfSections(after)] as const;
  return {
    id,
    from: found.from,
    to: found.to,
    before: whole(before),
    after: whole(after),
    sections: found.sections.map((section) => {
      const [beforeLine, afterLine] = lines.map((of) => of.get(section.key));
      return {
        ...section,
        ...(beforeLine === undefined ? {} : { beforeLine }),
        ...(afterLine === undefined ? {} : { afterLine }),
      };
    }),
    text: found.text,
  };
};

function whole(document: PastDocument) {
  return {
    version: document.version,
    at: document.versionAt,
    title: document.title,
    text: markdownOf(document),
  };
}

/** Without the line on versions and times, which always differs, and without notes, which have no versions. */
function markdownOf(document: PastDocument): string {
  return (
    [headOf(document), ...document.sections.map((section) => sectionMarkdown(section))].join('\n\n') + '\n'
  );
}

function headOf(document: PastDocument): string {
  const [title = ''] = documentMarkdown({
    ...document,
    refreshedAt: document.versionAt,
    sections: [],
    notes: [],
  }).split('\n');
  return title;
}

/** The line at which each section begins, from 1. */
function linesOfSections(document: PastDocument): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let line = 3;
  for (const section of document.sections) {
    lines.set(section.key, line);
    line += sectionMarkdown(section).split('\n').length + 1;
  }
  return lines;
}
