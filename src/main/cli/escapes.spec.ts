import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { ShownRemediation } from '../../shared/contract/remediation.ts';
import type { TicketDetail, TicketSummary } from '../../shared/contract/tickets.ts';
import { instant } from '../../shared/model/ids.ts';
import type { JournalEntry } from '../../shared/model/remediation.ts';
import { createOutput, withoutEscapes } from './output.ts';
import { entryText, haltedText } from './remediation-text.ts';
import { changedText, ticketsTable, ticketText } from './ticket-text.ts';

const color = createColors(false);
const at = instant(0);
/** Red, as this program has it itself, a window title, and what turns the direction of text. */
const evil = (what: string) => `\u001B[31m${what}\u001B[39m\u001B]0;x\u0007\u202E`;
const shownAs = (what: string) => `\uFFFD[31m${what}\uFFFD[39m\uFFFD]0;x\uFFFD\uFFFD`;
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const steering = /[\u001B\u0007\u202E]/;

const ticket = {
  id: 'T-1',
  title: evil('title'),
  text: evil('text'),
  state: 'new',
  priority: 'p1',
  category: 'compute',
  origin: { is: 'webhook', name: evil('webhook'), reference: evil('reference') },
  since: at,
  createdAt: at,
  watchers: [evil('watcher')],
  assignee: evil('assignee'),
  labels: { [evil('name')]: evil('value') },
  attachments: [{ name: evil('file'), text: '' }],
  events: [
    { is: 'comment', at, by: evil('by'), text: evil('comment') },
    { is: 'alert', at, text: evil('alert') },
  ],
  outcome: { summary: evil('outcome') },
};
const sla = { respond: { is: 'met' }, resolve: { is: 'met' } };
const detail = {
  ticket,
  entities: [{ id: 'e', kind: 'vm', name: evil('entity'), how: 'given', gone: false }],
  sla,
  group: { tickets: [], total: 0 },
  similar: [{ id: 'T-2', title: evil('similar'), outcome: evil('mended') }],
  next: [],
} as unknown as TicketDetail;

describe('what others wrote into a ticket', () => {
  it('has no colours and steers no terminal; what was there can be seen', () => {
    const text = ticketText(detail, [], color);
    expect(text).not.toMatch(steering);
    for (const what of [
      'title text webhook reference watcher assignee name value file by comment alert outcome entity similar mended',
    ].flatMap((words) => words.split(' '))) {
      expect(text).toContain(shownAs(what));
    }
  });

  it('has none in lists and after a change either', () => {
    const output = createOutput({ json: false, quiet: false, color: false });
    const summary = { ...ticket, entities: [{ id: 'e', name: evil('entity') }], sla };
    expect(ticketsTable([summary as unknown as TicketSummary], output, at)).not.toMatch(steering);
    expect(changedText(ticket as unknown as Parameters<typeof changedText>[0])).not.toMatch(steering);
  });
});

describe('what servers and operators wrote into a remediation', () => {
  it.each([
    { is: 'cancel-asked', by: evil('bob'), reason: evil('why') },
    { is: 'ended', state: 'failed', text: evil('text') },
    { is: 'call-returned', result: 'answered', durationMs: 1, excerpt: evil('excerpt') },
  ])('has no colours in its journal: $is', (entry) => {
    const text = entryText({ ...entry, at, seq: 1 } as unknown as JournalEntry, color);
    expect(text).not.toMatch(steering);
    expect(text).toContain('\uFFFD[31m');
  });

  it('has none where everything stands still', () => {
    const paused = { reason: evil('reason'), by: evil('bob'), at };
    expect(haltedText({ paused, stalled: [] } as never, color).join('\n')).not.toMatch(steering);
  });
});

it('what this program marks itself stays coloured', () => {
  const marked = ticketText(detail, [], createColors(true));
  expect(marked).toContain(`\u001B[1mT-1  ${shownAs('title')}\u001B[22m`);
});

it('what is printed of a record is cleaned in all of its depth, and numbers stay numbers', () => {
  const record = { a: [{ b: evil('c'), n: 1, none: null }] } satisfies Record<string, unknown>;
  expect(withoutEscapes(record)).toEqual({ a: [{ b: shownAs('c'), n: 1, none: null }] });
  const shown = { outcome: evil('text') } as ShownRemediation;
  expect(withoutEscapes(shown).outcome).toBe(shownAs('text'));
});
