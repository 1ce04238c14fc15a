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
  /** The source that is asked; absent: each that keeps metrics; all have to answer, and those that have data count. */
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
  const placeholders = placeholdersOf(expression);
  if (typeof placeholders === 'string') return placeholders;
  return { expression: expression.trim(), comparison: known, value: Number(value) };
}

/** Where something of the target is put into an expression. */
export interface Placeholder {
  readonly name: 'target' | 'target.name';
  readonly from: number;
  readonly to: number;
  /** What the text that it stands in is quoted with; `target` stands in none. */
  readonly quote?: '"' | "'";
  /** Whether that text is a regular expression. */
  readonly inPattern: boolean;
}

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/y;

/**
 * `{{target}}` is a selector, `{{target.name}}` a name within quotes. Whoever named the target also decides what the
 * name is: it stands only where it can be written so that it stays a name.
 * @returns what is wrong as a text
 */
export function placeholdersOf(expression: string): readonly Placeholder[] | string {
  const found: Placeholder[] = [];
  let open: { readonly quote: string; readonly inPattern: boolean } | undefined;
  for (let at = 0; at < expression.length; at += 1) {
    const character = expression.charAt(at);
    placeholder.lastIndex = at;
    const [text = '', name] = placeholder.exec(expression) ?? [];
    if (name !== undefined) {
      const one = placed(name, { from: at, to: at + text.length }, open);
      if (typeof one === 'string') return one;
      found.push(one);
      at += text.length - 1;
    } else if (open) {
      // Between backticks a backslash is one.
      if (character === '\\' && open.quote !== '`') at += 1;
      else if (character === open.quote) open = undefined;
    } else if (character === '"' || character === "'" || character === '`') {
      open = { quote: character, inPattern: /[=!]~\s*$/.test(expression.slice(0, at)) };
    } else if (character === '#') {
      return 'expected an expression without comments';
    }
  }
  return found;
}

function placed(
  name: string,
  place: Pick<Placeholder, 'from' | 'to'>,
  open: { readonly quote: string; readonly inPattern: boolean } | undefined,
): Placeholder | string {
  switch (name) {
    case 'target':
      if (open) return '{{target}} is a selector and cannot stand in quotes: {{target.name}} can';
      return { ...place, name, inPattern: false };
    case 'target.name':
      if (open?.quote !== '"' && open?.quote !== "'") return 'expected double quotes around {{target.name}}';
      return { ...place, name, quote: open.quote, inPattern: open.inPattern };
    default:
      return `it names {{${name}}}, expected {{target}} or {{target.name}}`;
  }
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
