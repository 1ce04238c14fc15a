import type { InventoryField, InventoryRow } from '../../../shared/contract/inventory.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { attributeText } from '../../../shared/format.ts';
import type { Status } from '../../ui/status-shapes.ts';

export type CellValue = InventoryRow['values'][number];

/** What the language and the clock add to a value. */
export interface CellWords {
  readonly yes: string;
  readonly no: string;
  /** Of a list that was seen to be empty. */
  readonly none: string;
  readonly unknown: (reason: string) => string;
  readonly noReason: string;
  readonly lastKnown: (reason: string) => string;
  readonly relative: (at: string) => string;
  readonly absolute: (at: string) => string;
  readonly kindName: (kind: string) => string;
}

export interface CellText {
  readonly text: string;
  /** Told on hover; and read aloud where it is more than the text. */
  readonly hint?: string;
  readonly state: 'known' | 'unknown' | 'last-known';
  readonly status?: Status;
}

/** A value as a cell shows it. @param reason Why it is unknown, or the last known one. */
export function cellText(
  field: Pick<InventoryField, 'path' | 'type'>,
  value: CellValue,
  reason: string | undefined,
  words: CellWords,
): CellText {
  if (value === null) return { text: '–', hint: words.unknown(reason ?? words.noReason), state: 'unknown' };
  const status = statusOf(field.path, value);
  const known = reason === undefined ? 'known' : 'last-known';
  const why = reason === undefined ? undefined : words.lastKnown(reason);
  const hints = (own: string | undefined) => {
    const hint = [own, why].filter((line) => line !== undefined).join('\n');
    return { state: known, ...(hint !== '' && { hint }), ...(status && { status }) } as const;
  };
  if (typeof value === 'boolean') return { text: value ? words.yes : words.no, ...hints(undefined) };
  if (typeof value === 'number') return { text: attributeText(field.path, value), ...hints(undefined) };
  if (typeof value === 'string') {
    if (field.type === 'moment') return { text: words.relative(value), ...hints(words.absolute(value)) };
    if (field.path === 'kind') return { text: words.kindName(value), ...hints(undefined) };
    return { text: value === '' ? words.none : cleanText(value), ...hints(undefined) };
  }
  const text =
    value.length === 0
      ? words.none
      : value.map((one) => cleanText(attributeText(field.path, one))).join(', ');
  return {
    text,
    ...hints(
      value.length > 1
        ? value.map((one) => (typeof one === 'string' ? cleanText(one) : one)).join('\n')
        : undefined,
    ),
  };
}

const statuses: Readonly<Record<string, Readonly<Record<string, Status>>>> = {
  severity: { critical: 'critical', warning: 'warning', info: 'info' },
  overallStatus: { green: 'ok', yellow: 'warning', red: 'critical', gray: 'unknown' },
  heartbeat: { green: 'ok', yellow: 'warning', red: 'critical', gray: 'unknown' },
  connectionState: {
    disconnected: 'critical',
    notResponding: 'critical',
    'not responding': 'critical',
    orphaned: 'warning',
    inaccessible: 'critical',
    invalid: 'critical',
  },
  powerState: { suspended: 'warning' },
};

/** Values that are a state in the field's own words: marked where something is wrong with them. */
export function statusOf(path: string, value: CellValue): Status | undefined {
  return typeof value === 'string' ? statuses[path]?.[value] : undefined;
}
