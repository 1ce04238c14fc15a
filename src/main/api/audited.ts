import type { MethodDefinition } from '../../shared/contract/feature.ts';
import { DomainError } from '../platform/errors.ts';
import type { HandlerContext } from './handler.ts';
import { auditDetails, auditSubject, withoutSecretMembers } from './audit-subject.ts';

/** What came of these is its operator's own; that it was done is enough. */
const ownOutcome = /^assistant\.ask$/;
/** How somebody looks at things is not part of the log. The kill switch records itself: it does not wait for the log. */
const notAudited = /^(?:views\.|desktop\.openExternal$|policy\.kill$)/;

/**
 * Runs a method; one that changes something leaves its intent in the audit before, and its outcome after. This is the
 * only way from a connection to a handler, so that nobody has to remember it.
 * @throws DomainError audit-failed, before anything was done
 */
export async function audited<T>(
  call: {
    readonly method: string;
    readonly definition: Pick<MethodDefinition, 'effect'>;
    readonly input: unknown;
    readonly context: HandlerContext & { readonly signal: AbortSignal };
  },
  run: () => T | Promise<T>,
): Promise<T> {
  const { method, definition, input, context } = call;
  if (definition.effect === 'read' || notAudited.test(method)) return run();
  const { app, peer, signal } = context;
  const act = await app.audit.begin({
    operator: peer.operator,
    via: peer.via,
    action: method,
    subject: auditSubject(method, input),
    details: auditDetails(withoutSecretMembers(method, input)),
  });
  // What was done is not undone because its outcome could not be written: the log says that, and the intent stands.
  const end = (result: 'done' | 'failed' | 'cancelled', details?: unknown) =>
    act.end(result, details).catch(() => {});
  try {
    const output = await run();
    await end('done', ownOutcome.test(method) ? undefined : outcomeOf(output));
    return output;
  } catch (error) {
    await end(signal.aborted ? 'cancelled' : 'failed', reasonOf(error));
    throw error;
  }
}

/** Short answers say what came of it; long ones are not the log's. */
const longestOutcome = 2_000;

function outcomeOf(output: unknown): unknown {
  const text = JSON.stringify(auditDetails(output)) ?? '';
  return text.length <= longestOutcome && text !== '{}' ? auditDetails(output) : undefined;
}

function reasonOf(error: unknown): unknown {
  return error instanceof DomainError
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: 'something failed inside the application; the log has the details' };
}
