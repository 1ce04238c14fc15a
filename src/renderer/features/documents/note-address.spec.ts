import { describe, expect, test } from 'vitest';
import { noteAddress } from './note-address.ts';

describe('a link of a note', () => {
  test('leads to sites and to mail', () => {
    expect(noteAddress('https://wiki.example/x')).toEqual({ to: 'outside', url: 'https://wiki.example/x' });
    expect(noteAddress('mailto:noc@example.org')).toMatchObject({ to: 'outside' });
  });

  test('leads to places of this application', () => {
    expect(noteAddress('/documents/network#racks')).toEqual({
      to: 'inside',
      path: '/documents/network#racks',
    });
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x/y',
    'https://user:secret@example.org/',
    '//evil.example/x',
    '/contract',
    '/api/v1/health',
    'relative',
    '#section',
    '',
  ])('%j leads nowhere', (href) => {
    expect(noteAddress(href)).toEqual({ to: 'nowhere' });
  });
});
