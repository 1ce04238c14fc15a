import type { Block, Cell, Column, Inline, Row } from '../../../shared/model/block.ts';
import type { DocumentNote, DocumentRecord, DocumentSection } from '../../../shared/model/document.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { Severity } from '../../../shared/model/severity.ts';
import { instantText } from '../format.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { proseNotes } from '../prose/prose-notes.ts';
import { numberedSources } from '../../../shared/prose-sources.ts';
import { plainContext, type RenderContext } from './context.ts';

export type RenderedDocument = Pick<
  DocumentRecord,
  'id' | 'title' | 'version' | 'versionAt' | 'refreshedAt' | 'retiredAt' | 'sections' | 'notes'
>;

/** One document as GitHub Markdown. Notes stand after their sections; those whose section is gone at the end. */
export function documentMarkdown(document: RenderedDocument, context: RenderContext = plainContext): string {
  const { sections, notes } = document;
  const keys = new Set(sections.map((section) => section.key));
  const lost = notes.filter((note) => !keys.has(note.section));
  const parts = [
    `# ${escapeMarkdown(document.title)}`,
    `Version ${document.version} of ${instantText(document.versionAt)}, refreshed ${instantText(document.refreshedAt)}.`,
    ...(document.retiredAt === undefined
      ? []
      : [
          `**Retired ${instantText(document.retiredAt)}:** what this document describes is gone. It shows what was last known.`,
        ]),
    ...sections.flatMap((section) => [
      sectionMarkdown(section, context),
      ...notes.filter((note) => note.section === section.key).map(noteMarkdown),
    ]),
    ...(lost.length === 0
      ? []
      : ['## Notes on sections that are no longer written', ...lost.map((note) => noteMarkdown(note, true))]),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function sectionMarkdown(section: DocumentSection, context: RenderContext = plainContext): string {
  const mark = '#'.repeat(section.level);
  return [
    `${context.anchors ? `<a id="${sectionAnchor(section.key)}"></a>\n\n` : ''}${mark} ${escapeMarkdown(section.title)}`,
    ...section.blocks.map((block) => blockMarkdown(block, section.level, context)),
  ].join('\n\n');
}

/** `section-…`: cannot collide with the anchors of entities. */
export function sectionAnchor(key: string): string {
  return `section-${key.replaceAll(/[^A-Za-z0-9_.-]/g, '-')}`;
}

function noteMarkdown(note: DocumentNote, lost: boolean | number = false): string {
  const by = note.editedBy === undefined ? '' : ` by ${escapeMarkdown(note.editedBy)}`;
  const edited = note.editedAt === undefined ? '' : `, edited${by} ${instantText(note.editedAt)}`;
  const on = lost === true ? ` on section ${codeMarkdown(note.section)}` : '';
  const head = `**Note**${on} by ${escapeMarkdown(note.author)}, ${instantText(note.createdAt)}${edited}`;
  // Quoted line by line: nothing that a note opens reaches beyond it.
  const lines = [head, '', ...linesOf(note.text)];
  for (const { text, author, writtenAt } of note.alternatives ?? []) {
    const beside = `**Written at the same time elsewhere**, by ${escapeMarkdown(author)}, ${instantText(writtenAt)}`;
    lines.push('', beside, '', ...linesOf(text));
  }
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

export function blockMarkdown(block: Block, level: number, context: RenderContext = plainContext): string {
  switch (block.t) {
    case 'paragraph':
      return lineStart(inlines(block.content, context));
    case 'heading':
      return `${'#'.repeat(level + 1)} ${escapeMarkdown(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${lineStart(inlines(item, context))}`).join('\n');
    case 'facts':
      return block.items
        .map(({ label, value }) => `- **${escapeMarkdown(label)}:** ${inlines(value, context)}`)
        .join('\n');
    case 'table':
      return tableMarkdown(block, context);
    case 'prose':
      return proseMarkdown(block, context);
    case 'diagram':
      return [
        `**${escapeMarkdown(block.title)}**`,
        `\`\`\`mermaid\n${block.mermaid}\n\`\`\``,
        `<details><summary>The diagram in words</summary>\n\n${lineStart(escapeMarkdown(block.description))}\n\n</details>`,
      ].join('\n\n');
  }
}

/** Sentences with the numbers of the sources that they stand on, and the sources beneath. */
function proseMarkdown(block: Extract<Block, { t: 'prose' }>, context: RenderContext): string {
  const { numbers, sources } = numberedSources(block.sentences);
  const text = block.sentences
    .map((sentence, i) => {
      const own = numbers[i] ?? [];
      return `${lineStart(escapeMarkdown(sentence.text))}${own.length === 0 ? '' : ` <sup>${own.join(', ')}</sup>`}`;
    })
    .join(' ');
  const list = sources.map(
    ({ id, name, paths }, i) =>
      `${i + 1}. ${entityMarkdown(id, name, context)}: ${escapeMarkdown(paths.join(', '))}`,
  );
  return [
    ...(text === '' ? [] : [text]),
    `_${escapeMarkdown(proseNotes(block).join(' '))}_`,
    ...(list.length === 0 ? [] : [`<details><summary>Sources</summary>\n\n${list.join('\n')}\n\n</details>`]),
  ].join('\n\n');
}

function tableMarkdown(block: Extract<Block, { t: 'table' }>, context: RenderContext): string {
  const rule = { left: ':--', right: '--:', center: ':-:' } as const;
  const lines = [
    `| ${block.columns.map((column) => escapeMarkdown(column.title) || ' ').join(' | ')} |`,
    `| ${block.columns.map((column) => (column.align === undefined ? '---' : rule[column.align])).join(' | ')} |`,
  ];
  for (const row of block.rows) lines.push(rowMarkdown(row, block.columns, context));
  const table = lines.join('\n');
  return block.caption === undefined ? table : `**${escapeMarkdown(block.caption)}**\n\n${table}`;
}

function rowMarkdown(row: Row, columns: readonly Column[], context: RenderContext): string {
  let line = '|';
  for (let i = 0; i < columns.length; i++) {
    const cell = row.cells[i] ?? [];
    const anchor =
      context.anchors && i === 0 && row.home === true && row.entity !== undefined
        ? anchorTag(row.entity)
        : '';
    const text =
      row.entity !== undefined && columns[i]?.path === 'name'
        ? nameCell(cell, row.entity, context)
        : inlines(cell, context);
    line += ` ${anchor}${text} |`;
  }
  return line;
}

function nameCell(cell: Cell, entity: EntityId, context: RenderContext): string {
  return cell
    .map((piece) =>
      typeof piece === 'string' ? entityMarkdown(entity, piece, context) : inline(piece, context),
    )
    .join('');
}

function anchorTag(id: EntityId): string {
  return `<a id="${entityAnchor(id)}"></a>`;
}

/** Safe as an HTML id and in a link whatever the entity's id holds. */
export function entityAnchor(id: EntityId): string {
  const plain = id.replaceAll(/[^A-Za-z0-9.-]/g, (sign) => `_${sign.codePointAt(0)?.toString(16) ?? ''}_`);
  return `e-${plain}`;
}

function inlines(content: readonly Inline[], context: RenderContext): string {
  let text = '';
  for (const piece of content) text += inline(piece, context);
  return text;
}

export const severityMark: Record<Severity, string> = { critical: '▲', warning: '◆', info: '●' };

function inline(piece: Inline, context: RenderContext): string {
  if (typeof piece === 'string') return escapeMarkdown(piece);
  switch (piece.t) {
    case 'entity':
      return entityMarkdown(piece.id, piece.text, context);
    case 'fact':
      return entityMarkdown(piece.id, piece.text, context);
    case 'computed':
      return escapeMarkdown(piece.text);
    case 'unknown':
      return escapeMarkdown(`unknown (${piece.reason})`);
    case 'code':
      return codeMarkdown(piece.text);
    case 'strong':
      return piece.text.trim() === '' ? '' : `**${escapeMarkdown(piece.text.trim())}**`;
    case 'severity':
      return `${severityMark[piece.severity]} ${piece.severity}`;
    case 'document': {
      const href = context.document(piece.id);
      return linkMarkdown(piece.text, href);
    }
  }
}

function entityMarkdown(id: EntityId, text: string, context: RenderContext): string {
  const { href, title } = context.entity(id);
  return linkMarkdown(text, href, title);
}

export function linkMarkdown(text: string, href: string | undefined, title?: string): string {
  const label = escapeMarkdown(text);
  if (href === undefined || label.trim() === '') return label;
  const quoted = title === undefined ? '' : ` "${escapeMarkdown(title).replaceAll('"', '\\"')}"`;
  return `[${linkLabel(label)}](${href}${quoted})`;
}

/**
 * Brackets as character references: some readers (marked) take the backslashes before brackets out of a link's label
 * and read it once more, and an image or a link in a name would come alive.
 */
function linkLabel(label: string): string {
  return label.replaceAll(/\\(.)/gs, (whole, sign: string) =>
    sign === '[' ? '&#91;' : sign === ']' ? '&#93;' : whole,
  );
}

/**
 * Everything that Markdown, GitHub's extensions or HTML would read as markup, made text again. Underscores between
 * letters or digits mean nothing and stay, since names are full of them.
 */
export function escapeMarkdown(text: string): string {
  if (/^[\w ,;()/%+=–−→×-]*$/.test(text) && !/(^|[^A-Za-z0-9])_|_($|[^A-Za-z0-9])/.test(text)) return text;
  return cleanText(text)
    .replaceAll(/[\\`*[\]<>|~&$^@]/g, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\_`)
    .replaceAll(/(https?|ftp|file|mailto|xmpp):/gi, String.raw`$1\:`)
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`);
}

/** Characters that mean something only at the start of a line. */
function lineStart(line: string): string {
  return line
    .trim()
    .replace(/^(\s*)([#+=>-]|\d+(?=[.)]))/, (whole, space: string, sign: string) =>
      /^\d/.test(sign) ? `${whole}\\` : `${space}\\${sign}`,
    );
}

function codeMarkdown(text: string): string {
  const clean = cleanText(text);
  if (clean.trim() === '') return '';
  // A pipe in a code span ends a table's cell unless escaped, and an escape is only possible without backslashes.
  if (/[|\\]/.test(clean)) return escapeMarkdown(clean);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ .* $/.test(clean) ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}
