import { describe, expect, test } from 'vitest';
import { instant } from '../../shared/model/ids.ts';
import { noticeFor } from './notice-text.ts';
import { textsFor } from './texts.ts';

const { notices: texts } = textsFor('en');
const head = { id: 'n', at: instant(0) };

describe('what the application tells, as a notification', () => {
  test('one thing opens its own page', () => {
    expect(
      noticeFor({ ...head, is: 'approvals', count: 1, names: ['vm.restart web-1'], only: 'r 1' }, texts),
    ).toEqual({
      title: 'A remediation waits for approval',
      body: 'vm.restart web-1',
      path: '/remediation/r%201',
    });
  });

  test('several are counted, and open their screen', () => {
    expect(
      noticeFor({ ...head, is: 'urgent-tickets', count: 40, names: ['a', 'b', 'c'] }, textsFor('de').notices),
    ).toEqual({ title: '40 Tickets der Priorität 1', body: 'a\nb\nc\n+ 37', path: '/tickets' });
  });

  test('the kill switch says who threw it and why', () => {
    expect(
      noticeFor({ ...head, is: 'kill-switch', on: true, by: 'alice', reason: 'fire' }, texts),
    ).toMatchObject({
      title: 'The kill switch was thrown: nothing runs',
      body: 'by alice: fire',
    });
  });
});
