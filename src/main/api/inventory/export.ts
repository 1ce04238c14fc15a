import { setImmediate } from 'node:timers/promises';
import type { Entity } from '../../../shared/model/entity.ts';
import type { Handler } from '../handler.ts';
import { csvLine } from './csv.ts';
import { columnReader } from './row.ts';

/** Rows of one piece: some hundred kilobytes. */
const piece = 1_000;

export const exportRows: Handler<'inventory.export'> = async (input, context) => {
  const { app, signal } = context;
  const { query, columns, at, format, byteOrderMark } = input;
  const { view, list } = await app.inventory.list({ ...query, at: at ?? query.at });
  const chosen = choose(list, input);
  const readers = columns.map((path) => columnReader(view, path));
  const valuesOf = (entity: Entity) => readers.map((reader) => reader.value(entity));
  const csv = (entity: Entity) => csvLine(valuesOf(entity));
  const json = (entity: Entity, place: number) => {
    const values = valuesOf(entity);
    const record = {
      id: entity.id,
      ...Object.fromEntries(columns.map((path, i) => [path, values[i] ?? null])),
    };
    return `${place === 0 ? '' : ',\n'}${JSON.stringify(record)}`;
  };
  for (let first = 0; first === 0 || first < chosen.length; first += piece) {
    signal.throwIfAborted();
    const some = chosen.slice(first, first + piece);
    const done = first + some.length;
    const rows = some.map((entity, i) => (format === 'csv' ? csv(entity) : json(entity, first + i))).join('');
    const head =
      first > 0 ? '' : format === 'csv' ? `${byteOrderMark ? '\uFEFF' : ''}${csvLine(columns)}` : '[\n';
    const foot = done < chosen.length || format === 'csv' ? '' : '\n]\n';
    context.progress({ first, done, total: chosen.length, text: head + rows + foot });
    await setImmediate();
  }
  return {
    total: chosen.length,
    mediaType: format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json',
    fileName: `${fileStem(chosen)}-${view.at.slice(0, 16).replace(/[T:]/g, '-')}.${format}`,
  };
};

function choose(
  list: readonly Entity[],
  { only, except }: { only?: readonly string[] | undefined; except?: readonly string[] | undefined },
): readonly Entity[] {
  const wanted = only && new Set(only);
  const unwanted = except && new Set(except);
  if (!wanted && !unwanted) return list;
  return list.filter(({ id }) => (!wanted || wanted.has(id)) && !unwanted?.has(id));
}

/** `inventory-vm`, or `inventory` when there are several kinds. */
function fileStem(list: readonly Entity[]): string {
  const kinds = new Set(list.map((entity) => entity.kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? `inventory-${only}` : 'inventory';
}
