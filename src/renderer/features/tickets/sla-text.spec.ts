import { describe, expect, it } from 'vitest';
import type { SlaClock } from '../../../shared/contract/tickets.ts';
import { instant } from '../../../shared/model/ids.ts';
import { en } from '../../i18n/en/catalogue.ts';
import { clockAt, clockStatus, clockText, lengthText, nextClock } from './sla-text.ts';

const words = en.tickets.sla;
const noon = Date.parse('2026-11-23T12:00:00Z');
const due = (minutes: number, done?: number): SlaClock => ({
  is: 'running',
  dueAt: instant(noon + minutes * 60_000),
  ...(done !== undefined && {
    is: done <= minutes ? 'met' : 'missed',
    doneAt: instant(noon + done * 60_000),
  }),
});
const said = (clock: SlaClock) => clockText(clockAt('resolve', clock, noon), words);
const marked = (clock: SlaClock) => clockStatus(clockAt('resolve', clock, noon));

describe('the clock of a ticket', () => {
  it('says what is left, and what it is over by, in the two largest units', () => {
    expect(said(due(12))).toBe('12 min left');
    expect(said(due(3 * 60 + 5))).toBe('3 h 5 min left');
    expect(said(due(51 * 60))).toBe('2 d 3 h left');
    expect(said(due(-120))).toBe('2 h overdue');
    expect(lengthText(20, words)).toBe('under 1 min');
  });

  it('goes on between two readings: what ran when it was read is overdue when its time has come', () => {
    expect(clockAt('resolve', due(-1), noon).is).toBe('overdue');
  });

  it('has no mark while there is time, a warning when little is left, and is critical when overdue', () => {
    expect([due(600), due(29), due(-1)].map(marked)).toEqual([undefined, 'warning', 'critical']);
  });

  it('stands still once it is done, in time or not', () => {
    expect(said(due(60, 30))).toBe('in time');
    expect(said(due(-60, -30))).toBe('too late');
  });

  it('is that of the response until somebody has responded, then that of the resolution', () => {
    expect(nextClock({ respond: due(30), resolve: due(600) }, noon).what).toBe('respond');
    expect(nextClock({ respond: due(30, 10), resolve: due(600) }, noon).what).toBe('resolve');
  });
});
