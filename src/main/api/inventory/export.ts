import type { Entity } from '../../../shared/model/entity.ts';
import type { InputOf } from '../../../shared/contract/contract.ts';
import type { App } from '../../app.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { DomainError } from '../../platform/errors.ts';
import { systemRandom } from '../../platform/random.ts';
import type { Handler } from '../handler.ts';
import { csvLine } from './csv.ts';
import { columnReader } from './row.ts';

/** Rows of one piece: about a megabyte. */
const piece = 5_000;
/** Exports under way at once; one that is begun beyond that ends the oldest. */
const mostExports = 4;

interface Begun {
  readonly view: InventoryView;
  readonly rows: readonly Entity[];
}

const begunOf = new WeakMap<App, Map<string, Begun>>();

export const exportRows: Handler<'inventory.export'> = async (input, { app }) => {
  const { columns, format, byteOrderMark, next } = input;
  const exports = begunOf.get(app) ?? new Map<string, Begun>();
  begunOf.set(app, exports);
  const begun = next ? exports.get(next.export) : await begin(app, input);
  if (!begun) {
    throw new DomainError('export-expired', 'This export was begun too long ago to go on with.', {
      hint: 'Begin it again.',
    });
  }
  const { view, rows } = begun;
  const first = next?.first ?? 0;
  const some = rows.slice(first, first + piece);
  const done = first + some.length;
  const id = next?.export ?? systemRandom.id(16);
  if (done < rows.length) keep(exports, id, begun);
  else exports.delete(id);
  const write = format === 'csv' ? csvWriter(view, columns) : jsonWriter(view, columns);
  const head =
    first > 0 ? '' : format === 'csv' ? `${byteOrderMark ? '\uFEFF' : ''}${csvLine(columns)}` : '[\n';
  const foot = done < rows.length || format === 'csv' ? '' : '\n]\n';
  return {
    text: head + some.map((entity, i) => write(entity, first + i)).join('') + foot,
    done,
    total: rows.length,
    ...(done < rows.length && { next: { export: id, first: done } }),
    mediaType: format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json',
    fileName: `${fileStem(rows)}-${view.at.slice(0, 16).replaceAll(/[T:]/g, '-')}.${format}`,
  };
};

async function begin(
  app: App,
  {
    query,
    at,
    only,
    except,
  }: Pick<InputOf<'inventory.export'>, 'only' | 'except'> & {
    readonly query: Parameters<App['inventory']['list']>[0];
    readonly at?: Parameters<App['inventory']['list']>[0]['at'];
  },
): Promise<Begun> {
  const { view, list } = await app.inventory.list({ ...query, at: at ?? query.at });
  const wanted = only && new Set<string>(only);
  const unwanted = except && new Set<string>(except);
  const rows =
    wanted || unwanted ? list.filter(({ id }) => (!wanted || wanted.has(id)) && !unwanted?.has(id)) : list;
  return { view, rows };
}

function keep(exports: Map<string, Begun>, id: string, begun: Begun): void {
  exports.delete(id);
  exports.set(id, begun);
  for (const oldest of exports.keys()) {
    if (exports.size <= mostExports) return;
    exports.delete(oldest);
  }
}

type Write = (entity: Entity, place: number) => string;

function csvWriter(view: InventoryView, columns: readonly string[]): Write {
  const readers = columns.map((path) => columnReader(view, path));
  return (entity) => csvLine(readers.map((reader) => reader.value(entity)));
}

function jsonWriter(view: InventoryView, columns: readonly string[]): Write {
  const readers = columns.map((path) => [path, columnReader(view, path)] as const);
  return (entity, place) => {
    const values = readers.map(([path, reader]) => [path, reader.value(entity)] as const);
    return `${place === 0 ? '' : ',\n'}${JSON.stringify({ id: entity.id, ...Object.fromEntries(values) })}`;
  };
}

/** `inventory-vm`, or `inventory` when there are several kinds. */
function fileStem(list: readonly Entity[]): string {
  const kinds = new Set(list.map((entity) => entity.kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? `inventory-${only}` : 'inventory';
}
