import type { PureArgument } from './compiled-action.ts';
import type { ArgumentValue } from './compiled-profile.ts';
import type { PureContext } from './pure-expression.ts';
import type { Bindings } from './step-results.ts';

/** Arguments of one call; what an expression gives nothing for is left out. */
export async function filledArguments(
  value: ArgumentValue,
  input: unknown,
  bindings: Bindings,
): Promise<Record<string, unknown>> {
  return (await filled(value, input, bindings)) as Record<string, unknown>;
}

async function filled(value: ArgumentValue, input: unknown, bindings: Bindings): Promise<unknown> {
  switch (value.is) {
    case 'constant':
      return value.value;
    case 'expression':
      return value.expression.evaluate(input, bindings);
    case 'list': {
      const members: unknown[] = [];
      for (const one of value.members) {
        const made = await filled(one, input, bindings);
        if (made !== undefined) members.push(made);
      }
      return members;
    }
    case 'object': {
      const members: [string, unknown][] = [];
      for (const [name, one] of value.members) {
        const made = await filled(one, input, bindings);
        if (made !== undefined) members.push([name, made]);
      }
      return Object.fromEntries(members);
    }
    default:
      return value satisfies never;
  }
}

/**
 * The same for what changes something. Nothing is left out here: a call without what it is about could be about
 * everything.
 * @throws Error naming what is not known
 */
export function pureArguments(value: PureArgument, context: PureContext): unknown {
  switch (value.is) {
    case 'constant':
      return value.value;
    case 'expression': {
      const made = value.expression.evaluate(context);
      if (made === undefined) throw new Error(`${value.expression.text} is not known`);
      return made;
    }
    case 'list':
      return value.members.map((one) => pureArguments(one, context));
    case 'object':
      return Object.fromEntries(value.members.map(([name, one]) => [name, pureArguments(one, context)]));
    default:
      return value satisfies never;
  }
}
