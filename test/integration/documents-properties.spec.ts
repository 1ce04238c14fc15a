import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { lexer, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { generators } from '../../src/main/documents/registry.ts';
import { contentText } from '../../src/main/documents/plain-text.ts';
import { cleanText } from '../../src/shared/clean-text.ts';
import { documentMarkdown, severityMark } from '../../src/main/documents/render/markdown.ts';
import { createFindings } from '../../src/main/findings/service.ts';
import { findingRules } from '../../src/main/findings/registry.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import type { ShownDocument } from '../../src/main/documents/documents.ts';
import type { Inline } from '../../src/shared/model/block.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import type { Relation } from '../../src/shared/model/relation.ts';
import { kindDefinition } from '../../src/shared/model/kinds/registry.ts';
import { buildEntity, buildView } from '../support/build-view.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { parseMermaid } from '../support/parse-mermaid.ts';
import { propertyRuns } from '../support/property.ts';
import { randomEstate } from '../support/random-estate.ts';
import { documentsBench } from '../support/test-documents.ts';

const runs = propertyRuns(12, 300);
const estates = randomEstate({ min: 1, max: 40 });

const documented = new Set<string>(
  generators.filter(({ catalogue }) => catalogue.length > 0).map(({ domain }) => domain),
);

/** The estate with what all rules find in it. */
async function withFindings(estate: readonly Entity[]): Promise<readonly Entity[]> {
  const found: Entity[] = [];
  const findings = createFindings({
    inventory: {
      view: () => buildView(estate),
      recordFindings: async (observed) => {
        for (const record of observed.records) {
          found.push(
            buildEntity('finding', record.name, {
              nativeId: record.nativeId,
              partition: record.partition ?? '',
              attributes: record.attributes,
              relations: (record.relations ?? []) as readonly Relation[],
            }),
          );
        }
      },
    },
    rules: findingRules,
    settings: () => ({}),
    clock: createFakeClock(),
    logger: silentLogger,
  });
  const report = await findings.evaluate();
  expect(report.failed).toEqual([]);
  return [...estate, ...found];
}

async function written(estate: readonly Entity[]) {
  const bench = documentsBench(generators);
  const entities = await withFindings(estate);
  bench.see(entities);
  const report = await bench.documents.generate();
  expect(report.documents.flatMap(({ id, errors }) => errors.map((error) => ({ id, ...error })))).toEqual([]);
  const shown: ShownDocument[] = [];
  for (const { id } of await bench.documents.list()) {
    shown.push(await bench.documents.show(id, { format: 'blocks' }));
  }
  return { bench, entities, shown };
}

describe('documents of random estates', () => {
  test('every entity appears, with one home at most', async () => {
    await fc.assert(
      fc.asyncProperty(estates, async (estate) => {
        const { entities, shown } = await written(estate);
        const homes = new Map<string, number>();
        const mentioned = new Set<string>();
        const note = (content: readonly unknown[]) => {
          for (const piece of content) {
            if (typeof piece === 'object' && piece !== null && 'id' in piece) mentioned.add(String(piece.id));
          }
        };
        for (const { sections } of shown) {
          for (const block of sections.flatMap((section) => section.blocks)) {
            if (block.t === 'paragraph') note(block.content);
            if (block.t === 'list') block.items.forEach(note);
            if (block.t === 'facts') block.items.forEach(({ value }) => note(value));
            if (block.t === 'diagram') note((block.graph?.nodes ?? []).map(({ entity }) => ({ id: entity })));
            if (block.t !== 'table') continue;
            for (const row of block.rows) {
              if (row.entity !== undefined) mentioned.add(row.entity);
              if (row.home === true) homes.set(row.entity ?? '', (homes.get(row.entity ?? '') ?? 0) + 1);
              row.cells.forEach(note);
            }
          }
        }
        expect([...homes].filter(([, n]) => n > 1)).toEqual([]);
        const missing = entities.filter(
          (entity) =>
            entity.disappearedAt === undefined &&
            documented.has(
              entity.kind === 'finding' ? entity.attributes.ruleDomain : kindDefinition(entity.kind).domain,
            ) &&
            !mentioned.has(entity.id),
        );
        expect(missing.map(({ id }) => id)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test('every link of an export leads somewhere, in Markdown and in HTML', async () => {
    await fc.assert(
      fc.asyncProperty(
        estates,
        fc.constantFrom('markdown' as const, 'html' as const),
        async (estate, format) => {
          const { bench } = await written(estate);
          const directory = await mkdtemp(path.join(os.tmpdir(), 'documents-'));
          try {
            const report = await bench.documents.export({ format, directory });
            const anchors = new Map<string, Set<string>>();
            const links: { from: string; href: string }[] = [];
            for (const file of report.files) {
              const text = await readFile(path.join(directory, file), 'utf8');
              anchors.set(file, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? '')));
              const hrefs =
                format === 'html'
                  ? [...text.matchAll(/\shref="([^"]*)"/g)].map(([, href]) => href ?? '')
                  : linksOf(lexer(text)).map(({ href }) => href);
              links.push(...hrefs.map((href) => ({ from: file, href })));
            }
            const dangling = links.filter(({ from, href }) => {
              const [file = '', anchor] = href.split('#');
              const target = file === '' ? from : path.posix.join(path.posix.dirname(from), file);
              const there = anchors.get(target);
              return there === undefined || (anchor !== undefined && !there.has(anchor));
            });
            expect(dangling).toEqual([]);
            // An estate of which everything has gone has no document, and nothing to link.
            const documents = await bench.documents.list();
            expect(links.length > 0).toBe(documents.length > 0);
            const onDisk = (await readdir(directory, { recursive: true })).filter((name) =>
              /\.(md|html)$/.test(name),
            );
            expect(onDisk.length).toBe(report.files.length);
          } finally {
            await rm(directory, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: Math.ceil(runs / 2) },
    );
  });

  test('Markdown tables parse as they were meant, cell by cell, whatever names hold', async () => {
    await fc.assert(
      fc.asyncProperty(estates, async (estate) => {
        const { shown } = await written(estate);
        for (const document of shown) {
          const tables = lexer(documentMarkdown(document)).filter(
            (token): token is Tokens.Table => token.type === 'table',
          );
          const meant = document.sections
            .flatMap((section) => section.blocks)
            .filter((block) => block.t === 'table');
          expect(tables.length).toBe(meant.length);
          for (const [i, block] of meant.entries()) {
            expect(tables[i]?.header.map((cell) => textOf(cell.tokens))).toEqual(
              block.columns.map((column) => asRead(column.title)),
            );
            expect(tables[i]?.rows.map((row) => row.map((cell) => textOf(cell.tokens)))).toEqual(
              block.rows.map((row) =>
                block.columns.map((_, n) => asRead((row.cells[n] ?? []).map(pieceText).join(''))),
              ),
            );
          }
        }
      }),
      { numRuns: runs },
    );
  });

  test('diagrams parse as Mermaid, stay small, and are drawn in HTML', async () => {
    await fc.assert(
      fc.asyncProperty(estates, async (estate) => {
        const { bench, shown } = await written(estate);
        for (const document of shown) {
          const diagrams = document.sections
            .flatMap((section) => section.blocks)
            .filter((block) => block.t === 'diagram');
          for (const block of diagrams) {
            await parseMermaid(block.mermaid);
            expect(block.graph?.nodes.length ?? 0).toBeLessThanOrEqual(40);
            expect(block.description).not.toBe('');
          }
          const { text = '' } = await bench.documents.show(document.id, { format: 'html' });
          expect([...text.matchAll(/<svg class="diagram"/g)].length).toBe(
            diagrams.filter((block) => block.graph !== undefined).length,
          );
          expect(text).not.toContain('NaN');
        }
      }),
      { numRuns: runs },
    );
  });

  test('HTML holds only the tags that are meant, and asks nobody for anything', async () => {
    const meant = new Set(
      'html head meta title style body nav main h1 h2 h3 h4 h5 p a ol ul li dl dt dd div section table caption thead tbody tr th td span code strong figure figcaption svg defs marker path rect text g details summary pre aside'.split(
        ' ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(estates, async (estate) => {
        const { bench, shown } = await written(estate);
        for (const { id } of shown) {
          const { text = '' } = await bench.documents.show(id, { format: 'html' });
          const tags = [...text.matchAll(/<([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)];
          const opened = [...text.matchAll(/<[a-zA-Z]/g)];
          expect(tags.length).toBe(opened.length);
          expect(tags.map(([, tag]) => tag ?? '').filter((tag) => !meant.has(tag))).toEqual([]);
          const names = tags.flatMap(([, , attributes = '']) =>
            [...attributes.matchAll(/([\w:-]+)="/g)].map(([, name]) => name ?? ''),
          );
          expect(names.filter((name) => /^(src|srcset|action|on.*|data)$/i.test(name))).toEqual([]);
          expect(text).not.toMatch(/@import|<style>[^<]*url\(/);
          expect(text).not.toMatch(/\shref="(?!#|[\w./-]+(#|"))/);
        }
      }),
      { numRuns: runs },
    );
  });

  test('a second generation of the same estate writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(estates, async (estate) => {
        const { bench, entities } = await written(estate);
        const again = bench.restart();
        again.see(fcShuffle(entities));
        const report = await again.documents.generate();
        expect(report.sections.rendered).toBe(0);
        expect((await again.documents.generate(undefined, { force: true })).counts).toMatchObject({
          versioned: 0,
          refreshed: 0,
          created: 0,
        });
        expect(again.store.writes).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});

/** The same entities in another order: order of arrival must not matter. */
function fcShuffle<T>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? 1 : -1));
}

function linksOf(tokens: readonly Token[]): Tokens.Link[] {
  return tokens.flatMap((token): Tokens.Link[] => {
    if (token.type === 'link') return [token as Tokens.Link];
    if (token.type === 'table') {
      const table = token as Tokens.Table;
      return [...table.header, ...table.rows.flat()].flatMap((cell) => linksOf(cell.tokens));
    }
    if (token.type === 'list') return (token as Tokens.List).items.flatMap((item) => linksOf(item.tokens));
    return 'tokens' in token && token.tokens ? linksOf(token.tokens) : [];
  });
}

/** What a reader sees of parsed inline Markdown. */
function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token): string => {
      if (token.type === 'html') return '';
      if ('tokens' in token && token.tokens) return textOf(token.tokens);
      return 'text' in token && typeof token.text === 'string' ? unescape(token.text) : token.raw;
    })
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function pieceText(piece: Inline): string {
  return typeof piece === 'object' && piece.t === 'severity'
    ? `${severityMark[piece.severity]} ${piece.severity}`
    : contentText([piece]);
}

function asRead(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim();
}
