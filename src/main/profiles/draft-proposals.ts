import { z } from 'zod';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { compileExpression, nodesOf, type CompiledExpression } from '../platform/expression.ts';
import { attributeProblems, attributeSchema, isListSchema } from './check-attribute.ts';
import { membersOf, pathText } from './draft-items.ts';
import { profileFunctions } from './functions.ts';

type Items = readonly Readonly<Record<string, unknown>>[];

/** What somebody who knows languages is asked about one list: attributes that names alone do not tell. */
export interface MappingQuestion {
  readonly kind: EntityKind;
  readonly title: string;
  /** Those that are open, each with what fits it as JSON Schema. */
  readonly attributes: readonly { readonly name: string; readonly fits: unknown }[];
  /** What the items have, each with a few values as they came. */
  readonly members: readonly { readonly path: string; readonly values: readonly unknown[] }[];
}

/** @returns JSONata by attribute; nothing of it is believed */
export type ProposeMapping = (
  question: MappingQuestion,
) => Promise<readonly { readonly attribute: string; readonly expression: string }[]>;

const mostMembers = 80;
const shownValues = 4;
const longestValue = 120;

export function mappingQuestion(kind: EntityKind, items: Items, known: readonly string[]): MappingQuestion {
  const { title, attributes } = kindDefinition(kind);
  return {
    kind,
    title,
    attributes: Object.keys(attributes.shape)
      .filter((name) => !known.includes(name))
      .flatMap((name) => {
        const schema = attributeSchema(kind, name);
        return schema ? [{ name, fits: z.toJSONSchema(schema, { unrepresentable: 'any' }) }] : [];
      }),
    members: membersOf(items)
      .slice(0, mostMembers)
      .map(({ path, values }) => ({
        path: pathText(path),
        values: [...new Set(values.map(shownValue))].slice(0, shownValues),
      })),
  };
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '(a list)' : '(an object)';
  return typeof value === 'string' ? value.slice(0, longestValue) : value;
}

/** Those proposals that fit the kind and the sample, and why the others do not. */
export async function fittingProposals(
  kind: EntityKind,
  items: Items,
  proposals: Awaited<ReturnType<ProposeMapping>>,
): Promise<{
  readonly fitting: readonly { readonly name: string; readonly expression: string }[];
  readonly refused: readonly string[];
}> {
  const fitting: { name: string; expression: string }[] = [];
  const refused: string[] = [];
  for (const { attribute, expression } of proposals) {
    const problem = await proposalProblem(kind, items, attribute, expression);
    if (problem === undefined && !fitting.some(({ name }) => name === attribute))
      fitting.push({ name: attribute, expression });
    else refused.push(`${attribute.slice(0, 60)}: ${problem ?? 'it was proposed twice'}`);
  }
  return { fitting, refused };
}

/**
 * What a model writes may follow what a server wrote: nothing that makes more than the sample has is run at all, for a
 * text that doubles itself takes all memory before its time is over.
 */
function whyMoreThanMapping({ ast }: CompiledExpression): string | undefined {
  for (const node of nodesOf(ast)) {
    const name: unknown = node.type === 'function' ? node.procedure?.value : undefined;
    if (
      programs.has(node.type) ||
      (node.type === 'binary' && node.value === '..') ||
      (typeof name === 'string' && multiplying.has(name))
    )
      return 'it is more than a mapping: expected no functions, variables or ranges of its own, and no $replace';
  }
  return undefined;
}
const programs: ReadonlySet<string> = new Set(['lambda', 'bind', 'transform']);
const multiplying: ReadonlySet<string> = new Set(['replace']);

const bounds = { timeout: 250, stack: 100, sequence: 10_000 } as const;
const tried = 50;

async function proposalProblem(
  kind: EntityKind,
  items: Items,
  attribute: string,
  text: string,
): Promise<string | undefined> {
  try {
    const schema = attributeSchema(kind, attribute);
    const expression = compileExpression(text, bounds, profileFunctions);
    const tooMuch = whyMoreThanMapping(expression);
    if (tooMuch !== undefined) return tooMuch;
    const [problem] = attributeProblems(kind, attribute, expression);
    if (problem !== undefined || !schema) return problem ?? 'there is no such attribute';
    let known = 0;
    for (const item of items.slice(0, tried)) {
      const value = await expression.evaluate(item);
      if (value === undefined || value === null || value === '') continue;
      known += 1;
      const fits = schema.safeParse(isListSchema(schema) && !Array.isArray(value) ? [value] : value);
      if (!fits.success)
        return `of the sample it gives ${JSON.stringify(value).slice(0, 80)}, which does not fit`;
    }
    return known === 0 ? 'it gives nothing of the sample' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
