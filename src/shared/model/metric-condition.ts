import { z } from 'zod';

const comparisons = ['==', '!=', '>=', '<=', '>', '<'] as const;

/**
 * What a metric has to be: an expression of PromQL, of which every value is compared. That is told apart from the
 * expression, so that no data is something else than a value that does not fit.
 */
export const metricConditionSchema = z.strictObject({
  expression: z.string().min(1).max(4_000),
  comparison: z.enum(comparisons),
  value: z.number(),
  /** The source that is asked; absent: each that keeps metrics, and those that have data count. */
  source: z.string().max(200).exactOptional(),
});
export type MetricCondition = z.output<typeof metricConditionSchema>;

const longest = 2_000;
const comparisonAtEnd = /^(.*?)\s*(==|!=|>=|<=|>|<)\s*(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*$/is;

/**
 * Reads `up{instance="web-01"} == 1`: an expression and, at its end, a comparison with a number.
 * @returns what is wrong as a text
 */
export function readMetricCondition(
  text: string,
): Pick<MetricCondition, 'expression' | 'comparison' | 'value'> | string {
  if (text.length > longest) return `expected at most ${longest} characters`;
  const [, expression = '', comparison, value] = comparisonAtEnd.exec(text) ?? [];
  const known = comparisons.find((one) => one === comparison);
  if (known === undefined || value === undefined || expression.trim() === '') {
    return 'expected an expression of PromQL and a comparison with a number at its end: up{{target}} == 1';
  }
  const outside = withoutInner(expression);
  if (/\b(?:and|or|unless)\b/i.test(outside) || /[=!<>]=|[<>]/.test(outside)) {
    return 'expected one comparison: put what stands before it into parentheses';
  }
  return { expression: expression.trim(), comparison: known, value: Number(value) };
}

/** What stands neither in quotes nor in brackets of any kind. */
function withoutInner(text: string): string {
  let bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '');
  for (let before = ''; before !== bare;) {
    before = bare;
    bare = bare.replaceAll(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, '');
  }
  return bare;
}

export function holds(
  { comparison, value }: Pick<MetricCondition, 'comparison' | 'value'>,
  is: number,
): boolean {
  switch (comparison) {
    case '==':
      return is === value;
    case '!=':
      return is !== value;
    case '>=':
      return is >= value;
    case '<=':
      return is <= value;
    case '>':
      return is > value;
    case '<':
      return is < value;
    default:
      return comparison satisfies never;
  }
}

export const conditionText = ({ expression, comparison, value, source }: MetricCondition): string =>
  `${expression} ${comparison} ${value}${source === undefined ? '' : ` at ${source}`}`;
