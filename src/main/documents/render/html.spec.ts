import { expect, test } from 'vitest';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { documentHtml, sectionHtml } from './html.ts';

const at = '2026-11-23T12:00:00.000Z' as Instant;
const vm = 'vc:vm:vm-1' as EntityId;
const context = {
  entity: () => ({ href: '#e-1', title: 'vc: observed "today"' }),
  document: () => undefined,
  anchors: true,
};

test('hostile names, notes and reasons stay text', () => {
  const html = documentHtml({
    id: 'x',
    title: '<script>alert(1)</script>',
    version: 1,
    versionAt: at,
    refreshedAt: at,
    sections: [
      {
        key: 'a"b',
        title: '<b>',
        level: 2,
        blocks: [
          { t: 'paragraph', content: [{ t: 'unknown', reason: '</span><img src=x>' }] },
          { t: 'paragraph', content: [{ t: 'computed', text: '1', from: '" onmouseover="x' }] },
        ],
        inputs: { config: '', content: '' },
        writtenAt: at,
      },
    ],
    notes: [{ id: 'n', section: 'a"b', text: '<iframe>\nline 2', author: '<i>', createdAt: at }],
  });
  expect(html).not.toMatch(/<(script|img|iframe|i|b)\b/);
  expect(html).toContain('title="from &quot; onmouseover=&quot;x"');
  expect(html).toContain('&lt;iframe&gt;\nline 2');
});

test('names, times and quantities stay on one line; sentences, long values and reasons break', () => {
  const html = sectionHtml({
    key: 'vms',
    title: 'VMs',
    level: 2,
    blocks: [
      {
        t: 'table',
        columns: [{ title: 'VM' }, { title: 'Created' }, { title: 'Notes' }, { title: 'Full in' }],
        rows: [
          {
            cells: [
              [{ t: 'entity', id: vm, text: 'a-name-of-more-than-twenty-two-characters' }],
              ['2026-11-23 07:12 UTC'],
              ['what an operator wrote about it at length'],
              [{ t: 'unknown', reason: 'only 3 of the 14 daily points that a trend needs' }],
            ],
          },
        ],
      },
    ],
    inputs: { config: '', content: '' },
    writtenAt: at,
  });
  expect(html).toContain('<div class="table n1 n2 n4"');
});

test('a row leads from its name to its record, and its title says where it was seen', () => {
  const html = sectionHtml(
    {
      key: 'vms',
      title: 'VMs',
      level: 2,
      blocks: [
        {
          t: 'table',
          columns: [{ title: 'VM', path: 'name' }, { title: 'State' }],
          rows: [{ entity: vm, home: true, cells: [['vm-1'], [{ t: 'severity', severity: 'warning' }]] }],
        },
      ],
      inputs: { config: '', content: '' },
      writtenAt: at,
    },
    context,
  );
  expect(html).toContain('<tr id="e-vc_3a_vm_3a_vm-1" title="vc: observed &quot;today&quot;">');
  expect(html).toContain('<a href="#e-1" title="vc: observed &quot;today&quot;">vm-1</a>');
  expect(html).toContain('<span class="severity warning">◆ warning</span>');
});
