import { naturalKey } from '../../shared/model/keys.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { ProfileEntity, ProfileKey, ProfileKeyName } from '../../shared/model/profile.ts';
import { attributeProblems, isListAttribute } from './check-attribute.ts';
import { expressionsIn } from './compile-expressions.ts';
import type { Around } from './compile-step.ts';
import type {
  CompiledAttribute,
  CompiledEntity,
  CompiledKey,
  CompiledRelation,
  CompiledStep,
} from './compiled-profile.ts';

export function compileEntity(
  entity: ProfileEntity,
  path: readonly PropertyKey[],
  {
    source,
    earlier,
    faults,
    expressions,
    steps,
  }: Around & { readonly steps: readonly (CompiledStep | undefined)[] },
): CompiledEntity | undefined {
  const before = faults.all.length;
  const { kind, from } = entity;
  const definition = kindDefinition(kind);
  if (definition.domain !== source.domain) {
    faults.add(
      [...path, 'kind'],
      `${kind} is a kind of ${definition.domain}, this profile is for ${source.domain}`,
    );
  }
  if (!earlier.has(from)) faults.add([...path, 'from'], `there is no step "${from}"`);
  const at = (name: string, text: string) => expressions([...path, name], text);
  const attributes = Object.entries(entity.attributes).map(([name, value]): CompiledAttribute => {
    const place = [...path, 'attributes', name];
    const compiled = typeof value === 'string' ? expressions(place, value) : undefined;
    for (const problem of attributeProblems(kind, name, compiled ?? { constant: value }))
      faults.add(place, problem);
    return {
      name,
      value: compiled ? { is: 'expression', expression: compiled } : { is: 'constant', value },
      list: isListAttribute(kind, name),
    };
  });
  for (const name of Object.keys(entity.unknown)) {
    const place = [...path, 'unknown', name];
    if (!Object.hasOwn(definition.attributes.shape, name))
      faults.add(place, `${kind} has no attribute "${name}"`);
    else if (Object.hasOwn(entity.attributes, name))
      faults.add(place, 'it stands among `attributes` as well: expected one of both');
  }
  const { labels = [] } = entity;
  const compiledLabels =
    typeof labels === 'string'
      ? at('labels', labels)
      : Object.entries(labels).map(
          ([name, text]) => [name, expressions([...path, 'labels', name], text)] as const,
        );
  const keyAt = (key: ProfileKey, place: readonly PropertyKey[]): CompiledKey => {
    const [[name, parts] = ['uuid', []] as const] = Object.entries(key) as [
      ProfileKeyName,
      string | readonly string[],
    ][];
    const list = typeof parts === 'string' ? [parts] : parts;
    if (naturalKey[name].length !== list.length) {
      faults.add(place, `the key ${name} is made of ${naturalKey[name].length}, came ${list.length}`);
    }
    return { name, parts: list.map((text, part) => expressions([...place, part], text)) };
  };
  const keys = entity.keys.map((key, one) => keyAt(key, [...path, 'keys', one]));
  const relations = entity.relations.map((relation, one): CompiledRelation => {
    const place = [...path, 'relations', one];
    if ('key' in relation) return { type: relation.type, key: keyAt(relation.key, [...place, 'key']) };
    return { type: relation.type, kind: relation.kind, id: expressions([...place, 'id'], relation.id) };
  });
  const compiled = {
    kind,
    from,
    unknown: entity.unknown,
    lists: entity.lists,
    ...(entity.where !== undefined && { where: at('where', entity.where) }),
    nativeId: at('nativeId', entity.nativeId),
    name: at('name', entity.name),
    ...(entity.partition !== undefined && { partition: at('partition', entity.partition) }),
    attributes,
    labels: compiledLabels,
    keys,
    relations,
  };
  if (faults.all.length > before) return undefined;
  return { ...compiled, needs: neededSteps(compiled, steps) };
}

/** Steps whose absence could make a record look gone, or another: those that make its list, not those of details. */
function neededSteps(
  { from, where, nativeId, name, partition }: Omit<CompiledEntity, 'needs'>,
  steps: readonly (CompiledStep | undefined)[],
): string[] {
  const needed = new Set<string>();
  const add = (name: string) => {
    const step = steps.find((one) => one?.step === name);
    if (needed.has(name) || !step) return;
    needed.add(name);
    if (step.forEach !== undefined) add(step.forEach);
    for (const expression of [step.where, step.items, step.key]) expression?.steps.forEach(add);
    expressionsIn(step.arguments).forEach((expression) => expression.steps.forEach(add));
  };
  add(from);
  for (const expression of [where, nativeId, name, partition]) expression?.steps.forEach(add);
  return [...needed];
}
