import type { ActionAdapter, AdapterSubject, LiveState } from '../../src/main/remediation/action-adapter.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import type { Facts } from '../../src/shared/model/plan.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import { buildView } from './build-view.ts';

export function subjectOf(target: Entity, parameters: object = {}): AdapterSubject<unknown> {
  return { target, parameters, view: buildView([target]) };
}

/** Reads a target as an engine does: by the session's answers. */
export function readLive(
  adapter: ActionAdapter<unknown>,
  subject: AdapterSubject<unknown>,
  session: McpSession,
): Promise<LiveState> {
  return adapter.read(subject, {
    source: session.source,
    call: (tool, args) => session.callTool(tool, args),
  });
}

export async function factsOf(
  adapter: ActionAdapter<unknown>,
  subject: AdapterSubject<unknown>,
  session: McpSession,
): Promise<Facts> {
  const state = await readLive(adapter, subject, session);
  if (state.is !== 'there') throw new Error(`expected it to be there: ${state.text}`);
  return state.facts;
}
