import { cleanText } from '../../../../shared/clean-text.ts';
import { attributeText, isQuantityPath } from '../../../../shared/format.ts';
import type { Catalogue } from '../../../i18n/catalogue.tsx';
import type { Trial } from './use-trial.ts';

export type TriedRecord = Trial['kinds'][number]['records'][number];

export interface EntityCell {
  readonly text: string;
  /** All of it, and why it is not known. */
  readonly hint?: string;
  readonly unknown?: true;
}

export interface EntityColumn {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  readonly number: boolean;
  readonly mono: boolean;
  readonly cell: (record: TriedRecord) => EntityCell;
}

const nothing: EntityCell = { text: '–', unknown: true };

/** A column for everything that at least one record has something to say of. */
export function entityColumns(
  records: readonly TriedRecord[],
  words: Catalogue['profiles'],
): readonly EntityColumn[] {
  const attributes = new Set(
    records.flatMap(({ attributes: own, unknown }) => [...Object.keys(own), ...Object.keys(unknown)]),
  );
  const has = (of: (record: TriedRecord) => boolean) => records.some(of);
  const texts = (
    key: keyof typeof words.entity,
    width: number,
    of: (record: TriedRecord) => readonly string[],
  ) =>
    has((record) => of(record).length > 0)
      ? [column({ key: `:${key}`, title: words.entity[key], width, cell: (record) => listed(of(record)) })]
      : [];
  return [
    column({ key: ':name', title: words.entity.name, width: 180, cell: ({ name }) => told(name) }),
    column({
      key: ':id',
      title: words.entity.id,
      width: 160,
      mono: true,
      cell: ({ nativeId }) => told(nativeId),
    }),
    ...texts('partition', 120, ({ partition }) => (partition === undefined ? [] : [partition])),
    ...[...attributes].map((name) =>
      column({
        key: name,
        title: name,
        width: isQuantityPath(name) ? 120 : 140,
        number: isQuantityPath(name) || has(({ attributes: own }) => typeof own[name] === 'number'),
        cell: (record) => attributeCell(record, name),
      }),
    ),
    ...texts('relations', 260, ({ relations }) => relations.map(({ type, to }) => `${type} ${to}`)),
    ...texts('keys', 220, ({ keys }) => keys),
    ...texts('labels', 200, ({ labels }) =>
      Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    ),
    ...texts('unknown', 320, ({ unknown }) =>
      Object.entries(unknown).map(([name, reason]) => `${name}: ${reason}`),
    ),
  ];
}

function column({
  number = false,
  mono = false,
  ...rest
}: Omit<EntityColumn, 'number' | 'mono'> & Partial<Pick<EntityColumn, 'number' | 'mono'>>): EntityColumn {
  return { ...rest, number, mono };
}

function attributeCell({ attributes, unknown }: TriedRecord, name: string): EntityCell {
  const value = attributes[name];
  if (value === undefined || value === null) {
    const reason = unknown[name];
    return reason === undefined ? nothing : { ...nothing, hint: cleanText(reason) };
  }
  const text = cleanText(attributeText(name, value));
  const exact = cleanText(JSON.stringify(value) ?? '');
  return { text, hint: exact === text ? text : `${text} (${exact})` };
}

function told(text: string): EntityCell {
  const clean = cleanText(text);
  return { text: clean, hint: clean };
}

function listed(texts: readonly string[]): EntityCell {
  if (texts.length === 0) return nothing;
  const clean = texts.map(cleanText);
  return { text: clean.join(', '), hint: clean.join('\n') };
}
