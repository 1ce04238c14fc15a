import type { ObservedRecord } from '../../shared/model/entity.ts';
import { entityId } from '../../shared/model/ids.ts';
import { naturalKey } from '../../shared/model/keys.ts';
import type { RejectedRecord } from '../../shared/model/run.ts';
import { ExpressionTimeout } from '../platform/expression.ts';
import type { CompiledAttribute, CompiledEntity, CompiledKey, Expression } from './compiled-profile.ts';
import type { StepItem, StepResults } from './step-results.ts';

export type Mapped =
  | { readonly is: 'record'; readonly record: ObservedRecord }
  | { readonly is: 'reject'; readonly reject: RejectedRecord }
  /** It is none of these. */
  | { readonly is: 'left-out' };

/** An expression failed on one thing. */
class Misfit extends Error {
  override readonly name = 'Misfit';
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/**
 * One record of one thing that was listed. What the kind has to say of it is judged where it is taken in.
 * @throws ExpressionTimeout: it would be the same for every other thing
 */
export async function mapRecord(
  entity: CompiledEntity,
  item: StepItem,
  source: string,
  results: StepResults,
): Promise<Mapped> {
  const bindings = results.bindings(item);
  const at = async (path: string, expression: Expression): Promise<unknown> => {
    try {
      return await expression.evaluate(item.value, bindings);
    } catch (error) {
      if (error instanceof ExpressionTimeout) throw error;
      throw new Misfit(path, error instanceof Error ? error.message : String(error));
    }
  };
  const { kind } = entity;
  let nativeId: string | undefined;
  let name: string | undefined;
  try {
    if (entity.where && (await at('where', entity.where)) !== true) return { is: 'left-out' };
    nativeId = textOf(await at('nativeId', entity.nativeId), 'nativeId', entity.nativeId);
    name = textOf(await at('name', entity.name), 'name', entity.name);
    const own = entity.partition && (await at('partition', entity.partition));
    // What stands in no part of the source stands in the source.
    const partition =
      entity.partition && own !== undefined && own !== null
        ? textOf(own, 'partition', entity.partition)
        : item.partition;
    const { attributes, unknown } = await attributesOf(entity, at, results);
    return {
      is: 'record',
      record: {
        nativeId,
        name,
        ...(partition !== undefined && { partition }),
        attributes,
        relations: await relationsOf(entity, source, at),
        keys: await keysOf(entity.keys, 'keys', at),
        labels: await labelsOf(entity, at),
        unknown,
      },
    };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return {
      is: 'reject',
      reject: {
        kind,
        ...(nativeId !== undefined && { nativeId }),
        ...(name !== undefined && { name }),
        path: error.path,
        reason: error.message.slice(0, 500),
      },
    };
  }
}

type Evaluate = (path: string, expression: Expression) => Promise<unknown>;

async function attributesOf(
  entity: CompiledEntity,
  at: Evaluate,
  results: StepResults,
): Promise<Pick<ObservedRecord, 'attributes'> & { readonly unknown: Record<string, string> }> {
  const attributes: Record<string, unknown> = {};
  const unknown: Record<string, string> = { ...entity.unknown };
  for (const { name, value, list } of entity.attributes) {
    const given = value.is === 'constant' ? value.value : await at(`attributes.${name}`, value.expression);
    // An empty text would claim to be known.
    if (given === undefined || given === null || given === '') {
      const reason = missing(value, results);
      if (reason !== undefined) unknown[name] = reason;
      continue;
    }
    attributes[name] = list && !Array.isArray(given) ? [given] : given;
  }
  return { attributes, unknown };
}

/** A step that it looks at did not come. */
function missing(value: CompiledAttribute['value'], results: StepResults): string | undefined {
  if (value.is === 'constant') return undefined;
  const failed = value.expression.steps
    .map((step) => results.get(step))
    .find((result) => result?.failure !== undefined || (result?.failedPartitions.size ?? 0) > 0);
  if (!failed) return undefined;
  return `${failed.step}: ${failed.failure ?? 'a part of it could not be read'}`.slice(0, 500);
}

async function relationsOf(
  { relations }: CompiledEntity,
  source: string,
  at: Evaluate,
): Promise<NonNullable<ObservedRecord['relations']>> {
  const made: NonNullable<ObservedRecord['relations']> = [];
  for (const [index, relation] of relations.entries()) {
    if ('key' in relation) {
      for (const toKey of await keysOf([relation.key], `relations.${index}.key`, at)) {
        made.push({ type: relation.type, toKey });
      }
      continue;
    }
    const path = `relations.${index}.id`;
    for (const id of listOf(await at(path, relation.id))) {
      made.push({
        type: relation.type,
        to: entityId(source, relation.kind, textOf(id, path, relation.id)),
      });
    }
  }
  return made;
}

async function keysOf(keys: readonly CompiledKey[], path: string, at: Evaluate): Promise<string[]> {
  const made: string[] = [];
  for (const { name, parts } of keys) {
    const values: (readonly unknown[])[] = [];
    for (const part of parts) values.push(listOf(await at(path, part)));
    const [first = [], second] = values;
    if (second === undefined) {
      for (const value of first) made.push(...keyOf(name, [value]));
      continue;
    }
    // One device has many ports; two lists are of the same things in order.
    const length = Math.max(first.length, second.length);
    for (let at = 0; at < length; at += 1) {
      made.push(
        ...keyOf(name, [
          first.length === 1 ? first[0] : first[at],
          second.length === 1 ? second[0] : second[at],
        ]),
      );
    }
  }
  return made;
}

/** None of what is empty: all that have no serial number would be one thing. */
function keyOf(name: CompiledKey['name'], values: readonly unknown[]): string[] {
  const texts = values.map((value) =>
    typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '',
  );
  if (texts.some((text) => text === '')) return [];
  if (name === 'vlan') {
    const id = Number(texts[0]);
    return Number.isInteger(id) ? [naturalKey.vlan(id)] : [];
  }
  const build: (...parts: never[]) => string = naturalKey[name];
  const key = build(...(texts as never[]));
  return key.endsWith(':') ? [] : [key];
}

async function labelsOf({ labels }: CompiledEntity, at: Evaluate): Promise<Record<string, string>> {
  if ('evaluate' in labels) {
    const given = await at('labels', labels);
    if (given === undefined || given === null) return {};
    if (typeof given !== 'object' || Array.isArray(given)) {
      throw new Misfit('labels', 'expected an object of texts');
    }
    return labelTexts(Object.entries(given));
  }
  const given: [string, unknown][] = [];
  for (const [name, expression] of labels) given.push([name, await at(`labels.${name}`, expression)]);
  return labelTexts(given);
}

function labelTexts(given: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    given.flatMap(([name, value]) =>
      (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)] as const]
        : [],
    ),
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.filter((one) => one !== undefined && one !== null) : [value];
}

function textOf(value: unknown, path: string, { text }: Expression): string {
  const given = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof given === 'string' && given.trim() !== '') return given.trim();
  const came = value === undefined ? 'nothing' : (JSON.stringify(value) ?? '').slice(0, 100);
  throw new Misfit(path, `expected "${text}" to give a text, came ${came}`);
}
