import { checkText } from '../../../src/main/grounding/check-text.ts';
import { faults, type Fault } from './case.ts';
import type { Statement } from './statements.ts';

export interface Judged {
  readonly statement: Statement;
  /** All sentences of it were let through. */
  readonly passed: boolean;
  readonly reason?: string;
}

export function judged(all: readonly Statement[]): Judged[] {
  return all.map((statement) => {
    const refused = checkText(statement.text, statement.view).find(
      ({ verdict }) => verdict === 'contradicted' || verdict === 'unsupported',
    );
    return {
      statement,
      passed: refused === undefined,
      ...(refused === undefined ? {} : { reason: `${refused.verdict}: ${refused.reason ?? ''}` }),
    };
  });
}

interface Cell {
  readonly name: string;
  readonly caught: number;
  readonly planted: number;
  readonly refused: number;
  readonly sound: number;
}

export interface Score extends Cell {
  readonly byFault: readonly Cell[];
  readonly byFamily: readonly Cell[];
  readonly byLanguage: readonly Cell[];
}

export function score(all: readonly Judged[]): Score {
  const cell = (name: string, some: readonly Judged[]): Cell => ({
    name,
    planted: some.filter(({ statement }) => statement.fault !== undefined).length,
    caught: some.filter(({ statement, passed }) => statement.fault !== undefined && !passed).length,
    sound: some.filter(({ statement }) => statement.fault === undefined).length,
    refused: some.filter(({ statement, passed }) => statement.fault === undefined && !passed).length,
  });
  const by = (key: (one: Statement) => string) =>
    [...new Set(all.map(({ statement }) => key(statement)))].toSorted().map((name) =>
      cell(
        name,
        all.filter(({ statement }) => key(statement) === name),
      ),
    );
  const isFault = (name: string): name is Fault => (faults as readonly string[]).includes(name);
  return {
    ...cell('all', all),
    byFault: by((one) => one.fault ?? 'true').filter(({ name }) => isFault(name)),
    byFamily: by((one) => one.family),
    byLanguage: by((one) => one.language),
  };
}
