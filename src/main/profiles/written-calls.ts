import { isDeepStrictEqual } from 'node:util';
import type { ArgumentValue, CompiledPaging, CompiledProfile } from './compiled-profile.ts';

type Guard = (tool: string, args: Readonly<Record<string, unknown>>) => string | undefined;

interface WrittenCall {
  readonly tool: string;
  readonly arguments: ArgumentValue;
  /** Arguments by which a list goes on, each with what may stand there. */
  readonly paging: readonly (readonly [name: string, fits: (given: unknown) => boolean])[];
}

/**
 * Tools that can give more than a profile needs of them, a path of an interface or a query: they are called as the
 * profile writes it and not otherwise, whoever asks. What it writes down has to be that; what it computes may be a
 * plain name or number; nothing may be added.
 * @returns undefined where the profile has no such tool
 */
export function guardWrittenCalls(profile: CompiledProfile): Guard | undefined {
  const { source, steps, actions } = profile;
  const guarded = new Set(
    Object.entries(source.tools).flatMap(([tool, is]) => (is === 'as-written' ? [tool] : [])),
  );
  if (guarded.size === 0) return undefined;
  const calls: readonly WrittenCall[] = [
    ...steps.flatMap(({ tool, arguments: args, paging }) =>
      tool === undefined
        ? []
        : [
            {
              tool,
              arguments: args,
              paging: paging ? pagingOf(paging) : [],
            },
          ],
    ),
    ...actions.flatMap(({ read }) =>
      read.calls.map(({ tool, arguments: args }) => ({ tool, arguments: args, paging: [] })),
    ),
  ];
  return (tool, args) =>
    !guarded.has(tool) || calls.some((call) => call.tool === tool && isCall(call, args))
      ? undefined
      : `the profile "${source.id}" lets ${tool} be called with the arguments alone that it writes down`;
}

function isCall(call: WrittenCall, args: Readonly<Record<string, unknown>>): boolean {
  const { paging } = call;
  const further = paging.every(([name, may]) => !Object.hasOwn(args, name) || may(args[name]));
  const names = new Set(paging.map(([name]) => name));
  const rest = Object.fromEntries(Object.entries(args).filter(([name]) => !names.has(name)));
  return further && fits(call.arguments, rest);
}

/** Only the server knows what a cursor looks like; everything else that a list goes on by is counted. */
function pagingOf({ by, argument, limit }: CompiledPaging): WrittenCall['paging'] {
  return [
    [argument, by === 'cursor' ? isScalar : isCount],
    ...(limit ? [[limit.argument, isCount] as const] : []),
  ];
}

function fits(written: ArgumentValue, given: unknown): boolean {
  switch (written.is) {
    case 'constant':
      return isDeepStrictEqual(written.value, given);
    case 'expression':
      return isPlain(given);
    case 'list':
      return (
        Array.isArray(given) &&
        given.length <= written.members.length &&
        given.every((one) => written.members.some((member) => fits(member, one)))
      );
    case 'object': {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
      const known = new Map(written.members);
      // What an expression gives nothing for is left out of a call; what stands there for itself never is.
      return (
        Object.entries(given).every(([name, value]) => {
          const member = known.get(name);
          return member !== undefined && fits(member, value);
        }) &&
        written.members.every(([name, member]) => member.is === 'expression' || Object.hasOwn(given, name))
      );
    }
    default:
      return written satisfies never;
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' ? value.length <= 4_000 : typeof value === 'number' || typeof value === 'boolean';

/** On the other side it becomes a part of an address, a query or a command line. */
const isPlain = (value: unknown): boolean =>
  typeof value === 'string'
    ? /^[^-\s/\\?#&%;|`$"'<>\p{Cc}][^/\\?#&%;|`$"'<>\p{Cc}]{0,252}$/u.test(value) && !value.includes('..')
    : typeof value === 'number' || typeof value === 'boolean';
