import type { Facts, Verdict } from '../../shared/model/plan.ts';
import { factsSchema } from '../../shared/model/plan.ts';
import { DomainError } from '../platform/errors.ts';
import type { ActionAdapter, AdapterSubject, LiveReader, LiveState } from '../remediation/action-adapter.ts';
import type { CompiledAction, CompiledLiveCall, CompiledWriteCall } from './compiled-action.ts';
import { filledArguments, pureArguments } from './fill-arguments.ts';
import type { PureContext } from './pure-expression.ts';
import { failureText, shortened } from './read-list.ts';

type Subject = AdapterSubject<unknown>;

/** An action as a profile says it is done: shown, called and read back like one that is written in code. */
export function profileAction(action: CompiledAction, server: string): ActionAdapter<unknown> {
  const { verify, rollback, failedTexts } = action;
  return {
    server,
    writes: action.writes,
    ...(failedTexts.length > 0 && {
      saysFailed: (_tool: string, text: string) => failedTexts.some((one) => text.includes(one)),
    }),
    read: (subject, reader) => readTarget(action, subject, reader),
    preChecks(subject, now) {
      const context = contextOf(subject, { now });
      const named = now['name'];
      return [
        // Whoever approves knows it by its name, and may have typed that.
        ...(typeof named === 'string'
          ? [
              {
                ok: named === subject.target.name,
                text: `it is still called ${subject.target.name}: its name there is ${named}`,
              },
            ]
          : []),
        ...action.preChecks.map(({ check, text }) => ({
          ok: check.evaluate(context) === true,
          text: text.say(context),
        })),
      ];
    },
    plan(subject, now) {
      const context = contextOf(subject, { now });
      return {
        calls: applying(action.calls, context).map((call) => planned(call, context)),
        after: action.after,
        verification: verify.text.say(contextOf(subject, { before: now, now })),
      };
    },
    verify(subject, before, now, earlier) {
      const context = contextOf(subject, { before, now });
      const text = verify.text.say(context);
      if (verify.failed?.evaluate(context) === true) return { is: 'failed', text };
      const holds = (facts: Facts) =>
        verify.met.evaluate(contextOf(subject, { before, now: facts })) === true;
      const looks = [...earlier, now].slice(-verify.times);
      return { is: looks.length === verify.times && looks.every(holds) ? 'met' : 'not-yet', text };
    },
    verifyWithinSeconds: verify.withinSeconds,
    pollEverySeconds: Math.min(verify.everySeconds, verify.withinSeconds),
    estimateSeconds: action.estimateSeconds,
    ...(rollback && {
      rollback(subject: Subject, before: Facts, now: Facts) {
        const context = contextOf(subject, { before, now });
        return applying(rollback.calls, context).map((call) => planned(call, context));
      },
      verifyRollback(subject: Subject, before: Facts, now: Facts): Verdict {
        const context = contextOf(subject, { before, now });
        return {
          is: rollback.met.evaluate(context) === true ? 'met' : 'not-yet',
          text: rollback.text.say(context),
        };
      },
    }),
  };
}

function contextOf(subject: Subject, facts: Readonly<Record<string, Facts>>): PureContext {
  return { target: targetOf(subject), parameters: parametersOf(subject), ...facts };
}

function targetOf({ target }: Subject): Readonly<Record<string, unknown>> {
  const { id, nativeId, name, partition, kind, attributes, labels } = target;
  return { id, nativeId, name, partition, kind, attributes, labels };
}

function parametersOf({ parameters }: Subject): Readonly<Record<string, unknown>> {
  return typeof parameters === 'object' && parameters !== null ? { ...parameters } : {};
}

function applying(calls: readonly CompiledWriteCall[], context: PureContext): readonly CompiledWriteCall[] {
  return calls.filter(({ when }) => when === undefined || when.evaluate(context) === true);
}

function planned(
  { tool, arguments: args, does, unlessMetWithinSeconds }: CompiledWriteCall,
  context: PureContext,
) {
  let given: Record<string, unknown>;
  try {
    given = pureArguments(args, context) as Record<string, unknown>;
  } catch (error) {
    throw new DomainError(
      'unreadable',
      `${tool} cannot be called: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return {
    tool,
    arguments: given,
    does: does.say(context),
    ...(unlessMetWithinSeconds !== undefined && { unlessMetWithinSeconds }),
  };
}

async function readTarget(
  { read }: CompiledAction,
  subject: Subject,
  reader: LiveReader,
): Promise<LiveState> {
  const target = targetOf(subject);
  const answers: Record<string, unknown> = {};
  const input = { target, parameters: parametersOf(subject), answers };
  const gone: LiveState = {
    is: 'gone',
    text: `${reader.source} no longer has ${subject.target.name} (${subject.target.nativeId})`,
  };
  for (const call of read.calls) {
    const answer = await ask(call, input, reader, read.goneTexts);
    if (answer === undefined) return gone;
    answers[call.name] = answer.value;
  }
  const tools = read.calls.map(({ tool }) => tool).join(', ');
  const value = async (expression: (typeof read)['identity'], what: string): Promise<unknown> => {
    try {
      return await expression.evaluate(input);
    } catch (error) {
      throw unreadable(reader, tools, `${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (read.gone && (await value(read.gone, 'gone')) === true) return gone;
  if ((await value(read.identity, 'identity')) !== true) {
    throw unreadable(
      reader,
      tools,
      `it is not about ${subject.target.nativeId}: "${read.identity.text}" is not true`,
    );
  }
  const facts: Record<string, unknown> = {};
  for (const [name, expression] of read.facts) {
    const fact = await value(expression, name);
    if (fact !== undefined) facts[name] = fact;
  }
  const parsed = factsSchema.safeParse(facts);
  if (parsed.success) return { is: 'there', facts: parsed.data };
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  throw unreadable(reader, tools, `${at}: expected a text, a number, true or false`);
}

/** @returns undefined where the server says that there is no such thing */
async function ask(
  { tool, arguments: args, answer, failure }: CompiledLiveCall,
  input: Readonly<Record<string, unknown>>,
  reader: LiveReader,
  goneTexts: readonly string[],
): Promise<{ readonly value: unknown } | undefined> {
  const { isError, text, data } = await reader.call(tool, await filledArguments(args, input, {}));
  if (isError) {
    if (goneTexts.some((one) => text.includes(one))) return undefined;
    throw unreadable(reader, tool, `it said: ${shortened(text)}`);
  }
  const value = answer === 'text' ? text : data;
  if (value === undefined)
    throw unreadable(reader, tool, `expected data, it answered in words: ${shortened(text)}`);
  const reason = failureText(await failure?.evaluate(value), text);
  if (reason === undefined) return { value };
  if (goneTexts.some((one) => reason.includes(one))) return undefined;
  throw unreadable(reader, tool, `it said: ${shortened(reason)}`);
}

function unreadable(reader: LiveReader, tool: string, what: string): DomainError {
  return new DomainError('unreadable', `${reader.source}: what ${tool} answered cannot be used: ${what}`, {
    hint: 'Nothing follows from such an answer. Look at the server, then read the target again.',
  });
}
