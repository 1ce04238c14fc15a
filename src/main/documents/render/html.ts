import type { Block, Cell, Column, Inline, Row } from '../../../shared/model/block.ts';
import type { DocumentNote, DocumentSection } from '../../../shared/model/document.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { instantText } from '../format.ts';
import { proseNotes } from '../prose/prose-notes.ts';
import { numberedSources } from '../../../shared/prose-sources.ts';
import { plainContext, type RenderContext } from './context.ts';
import { escapeHtml } from './escape-html.ts';
import { entityAnchor, sectionAnchor, severityMark, type RenderedDocument } from './markdown.ts';
import { pageStyle, unbrokenColumnsAtMost } from './style.ts';
import { graphSvg, sharedSvg } from './svg.ts';

/** Longest entries, in characters, that are kept on one line: those of a table's first column, and of others. */
const longestName = 48;
const longestValue = 22;
/** A name longer than this breaks where it must. */
const longName = 60;

/** A page beside this one in the contents: its title and where it lies. */
export interface PageLink {
  readonly title: string;
  readonly href: string;
  readonly here?: boolean;
  readonly level?: number;
}

/** One document as a page that needs no other file and no network. */
export function documentHtml(
  document: RenderedDocument,
  context: RenderContext = plainContext,
  pages: readonly PageLink[] = [],
): string {
  const { sections, notes } = document;
  const keys = new Set(sections.map((section) => section.key));
  const lost = notes.filter((note) => !keys.has(note.section));
  const body = [
    `<h1>${escapeHtml(document.title)}</h1>`,
    `<p class="meta">Version ${document.version} of ${instantText(document.versionAt)}, refreshed ${instantText(document.refreshedAt)}</p>`,
    ...(document.retiredAt === undefined
      ? []
      : [
          `<p class="banner"><strong>Retired ${instantText(document.retiredAt)}:</strong> what this document describes is gone. It shows what was last known.</p>`,
        ]),
    ...sections.flatMap((section) => [
      sectionHtml(section, context),
      ...notes.filter((note) => note.section === section.key).map((note) => noteHtml(note, false)),
    ]),
    ...(lost.length === 0
      ? []
      : [
          '<h2>Notes on sections that are no longer written</h2>',
          ...lost.map((note) => noteHtml(note, true)),
        ]),
  ];
  return pageHtml(document.title, contentsHtml(document, pages), body.join('\n'));
}

/** A whole page; `contents` and `body` are HTML already. */
export function pageHtml(title: string, contents: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<nav aria-label="Contents">
${contents}
</nav>
<main>
${body}
</main>
${sharedSvg}
</body>
</html>
`;
}

function contentsHtml(document: RenderedDocument, pages: readonly PageLink[]): string {
  const own = document.sections.map(
    ({ key, title, level }) =>
      `<li class="l${level}"><a href="#${sectionAnchor(key)}">${escapeHtml(title)}</a></li>`,
  );
  return [
    '<h2>On this page</h2>',
    `<ol>${own.join('')}</ol>`,
    ...(pages.length === 0 ? [] : ['<h2>Documents</h2>', pageListHtml(pages)]),
  ].join('\n');
}

export function pageListHtml(pages: readonly PageLink[]): string {
  const items = pages.map(
    ({ title, href, here, level }) =>
      `<li${level === 3 ? ' class="l3"' : ''}><a href="${escapeHtml(href)}"${here === true ? ' class="here" aria-current="page"' : ''}>${escapeHtml(title)}</a></li>`,
  );
  return `<ol>${items.join('')}</ol>`;
}

export function sectionHtml(section: DocumentSection, context: RenderContext = plainContext): string {
  return [
    `<section><h${section.level} id="${sectionAnchor(section.key)}">${escapeHtml(section.title)}</h${section.level}>`,
    ...section.blocks.map((block) => blockHtml(block, section.level, context)),
    '</section>',
  ].join('\n');
}

function noteHtml(note: DocumentNote, lost: boolean): string {
  const by = note.editedBy === undefined ? '' : ` by ${escapeHtml(note.editedBy)}`;
  const edited = note.editedAt === undefined ? '' : `, edited${by} ${instantText(note.editedAt)}`;
  const on = lost ? ` on section <code>${escapeHtml(note.section)}</code>` : '';
  const beside = (note.alternatives ?? []).map(
    ({ text, author, writtenAt }) =>
      `<p>Written at the same time elsewhere, by ${escapeHtml(author)}, ${instantText(writtenAt)}</p>${textHtml(text)}`,
  );
  return `<aside class="note"><p>Note${on} by ${escapeHtml(note.author)}, ${instantText(note.createdAt)}${edited}</p>${textHtml(note.text)}${beside.join('')}</aside>`;
}

const textHtml = (text: string): string =>
  `<div>${text
    .split(/\r\n|\r|\n/)
    .map(escapeHtml)
    .join('\n')}</div>`;

function blockHtml(block: Block, level: number, context: RenderContext): string {
  switch (block.t) {
    case 'paragraph':
      return `<p>${inlines(block.content, context)}</p>`;
    case 'heading':
      return `<h${level + 1}>${escapeHtml(block.text)}</h${level + 1}>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inlines(item, context)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${block.items.map(({ label, value }) => `<dt>${escapeHtml(label)}</dt><dd>${inlines(value, context)}</dd>`).join('')}</dl>`;
    case 'table':
      return tableHtml(block, context);
    case 'prose':
      return proseHtml(block, context);
    case 'diagram':
      return diagramHtml(block, context);
  }
}

function proseHtml(block: Extract<Block, { t: 'prose' }>, context: RenderContext): string {
  const { numbers, sources } = numberedSources(block.sentences);
  const names = sources.map(({ name, paths }) => `${name}: ${paths.join(', ')}`);
  const text = block.sentences.map((sentence, i) => {
    const own = numbers[i] ?? [];
    const hover = own.map((n) => names[n - 1]).join('; ');
    const title = hover === '' ? '' : ` title="${escapeHtml(hover)}"`;
    return `<span${title}>${escapeHtml(sentence.text)}</span>${own.length === 0 ? '' : `<sup>${own.join(', ')}</sup>`}`;
  });
  const list = sources.map(
    ({ id, name, paths }) => `<li>${entityHtml(id, name, context)}: ${escapeHtml(paths.join(', '))}</li>`,
  );
  const body = text.length === 0 ? '' : `<p>${text.join(' ')}</p>`;
  const notes = `<p class="notes">${escapeHtml(proseNotes(block).join(' '))}</p>`;
  const footnotes =
    list.length === 0 ? '' : `<details><summary>Sources</summary><ol>${list.join('')}</ol></details>`;
  return `<div class="prose${block.stale === true ? ' stale' : ''}">${body}${notes}${footnotes}</div>`;
}

function diagramHtml(block: Extract<Block, { t: 'diagram' }>, context: RenderContext): string {
  const picture =
    block.graph === undefined
      ? `<p>${escapeHtml(block.description)}</p>`
      : `<div class="picture">${graphSvg(block.graph, block.title, block.description, context)}</div>`;
  const source = block.mermaid.split('\n').map(escapeHtml).join('\n');
  return `<figure><figcaption>${escapeHtml(block.title)}</figcaption>${picture}<details><summary>The diagram in words, and its Mermaid source</summary><p>${escapeHtml(block.description)}</p><pre>${source}</pre></details></figure>`;
}

function tableHtml(block: Extract<Block, { t: 'table' }>, context: RenderContext): string {
  const style = block.columns.map((column) =>
    column.align === undefined || column.align === 'left' ? '' : ` class="${column.align}"`,
  );
  const head = block.columns
    .map((column, i) => `<th scope="col"${style[i] ?? ''}>${escapeHtml(column.title)}</th>`)
    .join('');
  const rows = block.rows.map((row) => rowHtml(row, block.columns, style, context));
  const caption = block.caption === undefined ? '' : `<caption>${escapeHtml(block.caption)}</caption>`;
  const unbroken = unbrokenColumns(block).map((column) => ` n${column}`);
  return `<div class="table${unbroken.join('')}" tabindex="0"><table>${caption}<thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
}

/**
 * The columns, from 1, whose entries are names, times or quantities: a browser would break them at each hyphen. A reason
 * why something is unknown is a sentence, and breaks.
 */
function unbrokenColumns({ columns, rows }: Extract<Block, { t: 'table' }>): number[] {
  return columns.slice(0, unbrokenColumnsAtMost).flatMap((_, i) => {
    const longest = i === 0 ? longestName : longestValue;
    return rows.every((row) => (row.cells[i] ?? []).reduce(lengthen, 0) <= longest) ? [i + 1] : [];
  });
}

function lengthen(length: number, piece: Inline): number {
  if (typeof piece === 'string') return length + piece.length;
  if (piece.t === 'unknown' || piece.t === 'severity') return length;
  return length + piece.text.length;
}

function rowHtml(
  row: Row,
  columns: readonly Column[],
  style: readonly string[],
  context: RenderContext,
): string {
  const { entity } = row;
  const title = entity === undefined ? undefined : context.entity(entity).title;
  const id = entity !== undefined && row.home === true ? ` id="${entityAnchor(entity)}"` : '';
  let html = `<tr${id}${title === undefined ? '' : ` title="${escapeHtml(title)}"`}>`;
  for (let i = 0; i < columns.length; i++) {
    const cell = row.cells[i] ?? [];
    const text =
      entity !== undefined && columns[i]?.path === 'name'
        ? nameCell(cell, entity, context)
        : inlines(cell, context);
    html += `<td${style[i] ?? ''}>${text}</td>`;
  }
  return `${html}</tr>`;
}

function nameCell(cell: Cell, entity: EntityId, context: RenderContext): string {
  return cell
    .map((piece) => (typeof piece === 'string' ? entityHtml(entity, piece, context) : inline(piece, context)))
    .join('');
}

function inlines(content: readonly Inline[], context: RenderContext): string {
  let html = '';
  for (const piece of content) html += inline(piece, context);
  return html;
}

function inline(piece: Inline, context: RenderContext): string {
  if (typeof piece === 'string') return escapeHtml(piece);
  switch (piece.t) {
    case 'entity':
      return entityHtml(piece.id, piece.text, context);
    case 'fact': {
      const { href, title } = context.entity(piece.id);
      const hover = [piece.title, title].filter((part) => part !== undefined).join(' · ');
      return anchor(piece.text, href, hover === '' ? undefined : hover, 'fact');
    }
    case 'computed':
      return `<span class="computed" title="from ${escapeHtml(piece.from)}">${escapeHtml(piece.text)}</span>`;
    case 'unknown':
      return `<span class="unknown">unknown (${escapeHtml(piece.reason)})</span>`;
    case 'code':
      return `<code>${escapeHtml(piece.text)}</code>`;
    case 'strong':
      return `<strong>${escapeHtml(piece.text)}</strong>`;
    case 'severity':
      return `<span class="severity ${piece.severity}">${severityMark[piece.severity]} ${piece.severity}</span>`;
    case 'document':
      return anchor(piece.text, context.document(piece.id));
  }
}

function entityHtml(id: EntityId, text: string, context: RenderContext): string {
  const { href, title } = context.entity(id);
  return anchor(text, href, title);
}

function anchor(text: string, href: string | undefined, title?: string, style?: string): string {
  const label = escapeHtml(text);
  const names = [style, text.length > longName ? 'long' : undefined].filter((name) => name !== undefined);
  const attributes = `${names.length === 0 ? '' : ` class="${names.join(' ')}"`}${title === undefined ? '' : ` title="${escapeHtml(title)}"`}`;
  if (href !== undefined) return `<a href="${escapeHtml(href)}"${attributes}>${label}</a>`;
  return attributes === '' ? label : `<span${attributes}>${label}</span>`;
}
