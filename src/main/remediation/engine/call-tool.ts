import { createHash } from 'node:crypto';
import type { EntryOf } from './journal.ts';
import { McpError } from '../../mcp/mcp-error.ts';
import type { McpWriter, WriteOptions } from '../../mcp/session.ts';
import type { Clock } from '../../platform/clock.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Actor } from '../remediations.ts';
import type { RemediationPorts } from './ports.ts';

export type Returned = Pick<EntryOf<'call-returned'>, 'result' | 'durationMs' | 'digest' | 'excerpt'>;

const longestExcerpt = 2_000;
/** JSON-RPC code of MCP for a request that took too long. */
const requestTimedOut = -32_001;

type Intent = EntryOf<'call-intended' | 'silence-intended' | 'silence-lift-intended'>;

interface Call {
  readonly remediation: string;
  readonly intent: Intent;
  readonly writer: McpWriter;
  readonly saysFailed?: (tool: string, text: string) => boolean;
  readonly by: Actor;
  readonly signal: AbortSignal;
}

/**
 * Makes one call whose intent is on disk, once. Whatever comes of it is told as what came back; that it was recorded
 * in the audit before is a condition for making it.
 */
export async function callTool(
  call: Call,
  ports: Pick<RemediationPorts, 'audit' | 'clock' | 'judge' | 'removeSecrets'>,
): Promise<Returned> {
  const { remediation, intent, by, signal } = call;
  const { source, tool } = intent;
  const removeSecrets = await ports.removeSecrets();
  const notSent = (error: unknown): Returned => ({
    result: 'not-sent',
    durationMs: 0,
    ...text(reason(error), removeSecrets),
  });
  let act: Awaited<ReturnType<RemediationPorts['audit']['begin']>>;
  try {
    act = await ports.audit.begin({
      operator: by.operator,
      via: by.via,
      action: intent.is === 'call-intended' ? 'remediation.call' : 'remediation.silence',
      subject: `${remediation} ${source} ${tool}`,
      details: {
        remediation,
        entry: intent.seq,
        ...(intent.is === 'call-intended' && { phase: intent.phase, step: intent.step }),
        does: intent.does,
        arguments: JSON.parse(removeSecrets(JSON.stringify(intent.arguments))) as unknown,
      },
    });
  } catch (error) {
    return notSent(error);
  }
  const options = { signal, stopped: () => ports.judge.killSwitch() };
  const returned = await send(call, options, ports.clock, removeSecrets);
  const { result, durationMs, digest } = returned;
  // What was called is not undone because its outcome could not be written: the intent stands in the audit.
  await act
    .end(result === 'answered' ? 'done' : 'failed', { result, durationMs: Math.round(durationMs), digest })
    .catch(() => {});
  return returned;
}

async function send(
  { intent, remediation, writer, saysFailed }: Call,
  options: WriteOptions,
  clock: Clock,
  removeSecrets: (text: string) => string,
): Promise<Returned> {
  const { seq, source, tool, arguments: args } = intent;
  const began = clock.monotonicMs();
  const took = () => Math.max(0, clock.monotonicMs() - began);
  try {
    const answer = await writer.callTool(
      { source, tool, arguments: args, intent: `${remediation}/${seq}` },
      options,
    );
    return {
      result: answer.isError || saysFailed?.(tool, answer.text) === true ? 'said-failed' : 'answered',
      durationMs: took(),
      ...text(answer.text, removeSecrets),
    };
  } catch (error) {
    return { result: resultOf(error), durationMs: took(), ...text(reason(error), removeSecrets) };
  }
}

/** Only what was certainly never sent is called that; what nobody knows is lost. */
function resultOf(error: unknown): Returned['result'] {
  if (!(error instanceof McpError)) return 'lost';
  if (error.notExecuted) return 'not-sent';
  // One that stands before the system and got no answer in time: the system may still do it, after any rollback.
  if (error.code === 'protocol' && error.rpcCode === requestTimedOut) return 'lost';
  // An error that the server answered with: it knows of the call, and says that it failed.
  return error.code === 'protocol' || error.code === 'unauthorized' ? 'said-failed' : 'lost';
}

function text(answer: string, removeSecrets: (text: string) => string): Pick<Returned, 'digest' | 'excerpt'> {
  return {
    digest: createHash('sha256').update(answer).digest('hex'),
    excerpt: removeSecrets(answer).slice(0, longestExcerpt),
  };
}

function reason(error: unknown): string {
  if (error instanceof DomainError && error.hint !== undefined) return `${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
