import { expect, test } from 'vitest';
import type { AuditEntry } from './entries.ts';
import { auditCsv, auditJson } from './export.ts';

const entry: AuditEntry = {
  id: 'h',
  workstation: 'noc-1',
  sequence: 1,
  at: '2026-11-23T08:00:00.000Z' as AuditEntry['at'],
  operator: '=cmd|calc',
  via: 'browser',
  action: 'settings.set',
  subject: 'a "quoted", value',
  details: { value: 1 },
  result: 'done',
  hash: 'h',
};

test('a spreadsheet gets text, whatever somebody is called', () => {
  const [head = '', row = ''] = auditCsv([entry]).split('\r\n');
  expect(head.split(',').slice(0, 4)).toEqual(['sequence', 'workstation', 'at', 'operator']);
  expect(row).toContain(`,'=cmd|calc,`);
  expect(row).toContain('"a ""quoted"", value"');
  expect(row).toContain('"{""value"":1}"');
});

test('JSON holds every entry as it is', () => {
  expect(JSON.parse(auditJson([entry]))).toEqual({ audit: [entry] });
});
