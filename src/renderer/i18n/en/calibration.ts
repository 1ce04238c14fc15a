import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('en');
const of = (value: number, one: string, many = `${one}s`) => plural('en', value, one, many);

export const calibration = {
  intro: 'Whether what the score foretold is what came.',
  period: 'Period',
  periods: { month: 'Last 30 days', quarter: 'Last 90 days', year: 'Last 365 days' },
  allActions: 'All actions',
  action: 'Action',
  empty: 'No remediation has come to an outcome yet',
  emptyReason:
    'Scores rest on a cautious guess until then. Each outcome, and each thumb up or down, makes them better.',
  outcomes: (count: number) => of(count, 'outcome'),
  opinions: (count: number) => of(count, 'opinion'),
  basis: (outcomes: string, opinions: string) => `rests on ${outcomes} and ${opinions}`,
  few: 'These are few outcomes: the figures move a lot with each one.',
  figures: {
    succeeded: 'Succeeded',
    succeededDetail: 'share of all outcomes',
    brier: 'Brier score',
    brierDetail: '0 is perfect; 0.25 is what always saying 50% gets',
    ece: 'Calibration error',
    eceDetail: 'how far forecast and outcome are apart on average',
    falseConfidence: 'False confidence',
    falseConfidenceDetail: (failed: number, passed: number, gate: string) =>
      `${number(failed)} of ${number(passed)} with a score from ${gate} failed`,
    falseConfidenceNone: (gate: string) => `none had a score from ${gate}`,
  },
  unknown: 'There are no outcomes to work it out from.',
  series: {
    score: 'Score',
    confidence: 'Confidence as said',
    calibrated: 'Confidence as counted',
    perfect: 'Perfect',
  },
  diagram: {
    title: 'Reliability diagram',
    detail: 'On the line, what was foretold is what came. Below it, it was too sure.',
    label: 'Reliability diagram: forecast against share that succeeded',
    asTable: 'Show as a table',
    asPlot: 'Show as a plot',
    of: 'Of',
    forecast: 'Foretold',
    succeeded: 'Succeeded',
    outcomes: 'Outcomes',
    bin: (from: string, to: string) => `${from} – ${to}`,
    none: 'no outcome',
    point: (forecast: string, succeeded: string, outcomes: string) =>
      `foretold ${forecast}, succeeded ${succeeded}, ${outcomes}`,
  },
  actions: {
    title: 'By action',
    action: 'Action',
    outcomes: 'Outcomes',
    succeeded: 'Succeeded',
    brier: 'Brier',
    ece: 'Error',
    falseConfidence: 'False confidence',
    last: 'Last',
    none: 'none passed',
  },
  cells: {
    title: 'What the history says',
    detail: 'kept by action, kind of target and cause',
    target: 'Kind of target',
    cause: 'Cause',
    anyCause: 'none stated',
    outcomes: 'Worked / did not',
    opinions: 'Yes / no',
    success: 'Success counts',
    feedback: 'Opinions count',
    empty: 'There is no history yet',
  },
};
