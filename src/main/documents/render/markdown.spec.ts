import { lexer, parseInline, type Tokens } from 'marked';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { anyName } from '../../../../test/support/random-estate.ts';
import type { Block } from '../../../shared/model/block.ts';
import type { DocumentSection } from '../../../shared/model/document.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import type { RenderContext } from './context.ts';
import { blockMarkdown, documentMarkdown, entityAnchor, escapeMarkdown } from './markdown.ts';

const at = '2026-11-23T12:00:00.000Z' as Instant;
const vm = 'vc:vm:vm-1' as EntityId;
const linked: RenderContext = {
  entity: (id) => ({ href: `vms.md#${entityAnchor(id)}`, title: 'vc: observed "today"' }),
  document: (id) => (id === 'known' ? 'known.md' : undefined),
  anchors: true,
};
const section = (blocks: readonly Block[], parts: Partial<DocumentSection> = {}): DocumentSection => ({
  key: 'vms',
  title: 'VMs',
  level: 2,
  blocks,
  inputs: { config: '', content: '' },
  writtenAt: at,
  ...parts,
});

describe('text from infrastructure', () => {
  test.each([
    ['**bold**', String.raw`\*\*bold\*\*`],
    ['<b>', String.raw`\<b\>`],
    ['a|b', String.raw`a\|b`],
    ['vol_prod_a_01', 'vol_prod_a_01'],
    ['_x_', String.raw`\_x\_`],
    ['https://x', String.raw`https\://x`],
    ['ops@example.com', String.raw`ops\@example.com`],
    ['AT&amp;T', String.raw`AT\&amp;T`],
    ['two\nlines', 'two lines'],
    ['abc\u202Edef', 'abc\uFFFDdef'],
  ])('%j is written as %j', (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });

  test('reads as it is, whatever it holds', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const read = parseInline(escapeMarkdown(name), { async: false })
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(read).toBe(cleanText(name));
      }),
      { numRuns: propertyRuns(500, 20_000) },
    );
  });

  test('does not become a heading, a list or a rule at the start of a paragraph', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyName, fc.constantFrom('---', '===', '+ x', '    code', '1) x', '> q', '***')),
        (name) => {
          const tokens = lexer(blockMarkdown({ t: 'paragraph', content: [name] }, 2));
          expect(tokens.map((token) => token.type).filter((type) => type !== 'space')).toEqual(
            cleanText(name).trim() === '' ? [] : ['paragraph'],
          );
        },
      ),
      { numRuns: propertyRuns(500, 20_000) },
    );
  });

  test('stays code in code, fences and pipes included', () => {
    const inlineCode = (text: string) => {
      const table = lexer(
        blockMarkdown(
          { t: 'table', columns: [{ title: 'A' }], rows: [{ cells: [[{ t: 'code', text }]] }] },
          2,
        ),
      )[0] as Tokens.Table;
      return table.rows[0]?.[0]?.tokens
        .map((token) => ('text' in token ? String(token.text) : token.raw))
        .join('');
    };
    expect(inlineCode('a `b` ``c``')).toBe('a `b` ``c``');
    expect(inlineCode(' padded ')).toBe(' padded ');
    expect(inlineCode('a|b')).toBe('a|b');
    expect(inlineCode(String.raw`a\|b`)).toBe(String.raw`a\|b`);
  });
});

describe('links', () => {
  const render = (content: Extract<Block, { t: 'paragraph' }>['content'], context?: RenderContext) =>
    blockMarkdown({ t: 'paragraph', content }, 2, context);

  test('lead to the home of an entity and say where the fact comes from', () => {
    expect(render([{ t: 'entity', id: vm, text: 'vm [1]' }], linked)).toBe(
      String.raw`[vm &#91;1&#93;](vms.md#e-vc_3a_vm_3a_vm-1 "vc: observed \"today\"")`,
    );
  });

  test('are plain text where there is nothing to lead to', () => {
    expect(render([{ t: 'entity', id: vm, text: 'vm-1' }])).toBe('vm-1');
    expect(render([{ t: 'document', id: 'gone', text: 'Gone' }], linked)).toBe('Gone');
    expect(render([{ t: 'document', id: 'known', text: 'Known' }], linked)).toBe('[Known](known.md)');
  });

  test('anchors of different entities differ, whatever their ids hold', () => {
    const ids = ['a:vm:x y', 'a:vm:x_y', 'a:vm:x_20_y', 'a:vm:x-y', 'a:vm:ü'].map((id) =>
      entityAnchor(id as EntityId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z][\w.-]*$/);
  });
});

test('a document has its title, age, sections with anchors, and notes where they hang', () => {
  const text = documentMarkdown(
    {
      id: 'x',
      title: 'Estate *A*',
      version: 3,
      versionAt: at,
      refreshedAt: at,
      sections: [
        section([
          {
            t: 'table',
            columns: [
              { title: 'VM', path: 'name' },
              { title: 'vCPU', align: 'right' },
            ],
            rows: [{ entity: vm, home: true, cells: [['vm-1'], ['4']] }],
            caption: 'All',
          },
        ]),
      ],
      notes: [
        { id: 'n1', section: 'vms', text: '```\nunclosed', author: 'ola', createdAt: at },
        { id: 'n2', section: 'gone', text: 'old', author: 'ola', createdAt: at },
      ],
    },
    linked,
  );
  expect(text).toBe(
    [
      String.raw`# Estate \*A\*`,
      '',
      'Version 3 of 2026-11-23 12:00 UTC, refreshed 2026-11-23 12:00 UTC.',
      '',
      '<a id="section-vms"></a>',
      '',
      '## VMs',
      '',
      '**All**',
      '',
      '| VM | vCPU |',
      '| --- | --: |',
      String.raw`| <a id="e-vc_3a_vm_3a_vm-1"></a>[vm-1](vms.md#e-vc_3a_vm_3a_vm-1 "vc: observed \"today\"") | 4 |`,
      '',
      '> **Note** by ola, 2026-11-23 12:00 UTC',
      '>',
      '> ```',
      '> unclosed',
      '',
      '## Notes on sections that are no longer written',
      '',
      '> **Note** on section `gone` by ola, 2026-11-23 12:00 UTC',
      '>',
      '> old',
      '',
    ].join('\n'),
  );
});
