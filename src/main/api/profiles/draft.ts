import { DomainError } from '../../platform/errors.ts';
import { createProposeMapping } from '../../propose-mapping.ts';
import { draftProfile, type DraftSample } from '../../profiles/draft-profile.ts';
import type { Handler } from '../handler.ts';
import { shownFault } from './shown-profile.ts';

export const draft: Handler<'profiles.draft'> = async (
  { source, samples, domain, model },
  { app, signal },
) => {
  if (model && !app.llm.state.configured) {
    throw new DomainError('llm-not-configured', 'There is no language model to ask.', {
      hint: 'Without --model a draft goes by names alone; `datacenter-docs llm` sets a model.',
    });
  }
  const { pool } = app.mcp;
  // Who names a tool as a sample says that it changes nothing.
  const session = await pool.session(source, { signal, readOnlyTools: samples.map(({ tool }) => tool) });
  const answers: DraftSample[] = [];
  for (const { tool, arguments: args } of samples) {
    try {
      answers.push({ tool, arguments: args, answer: await session.callTool(tool, args, { signal }) });
    } catch (error) {
      signal.throwIfAborted();
      const failed = error instanceof Error ? error.message : String(error);
      answers.push({ tool, arguments: args, answer: { failed } });
    }
  }
  const { text, notes } = await draftProfile(source, session.server, answers, {
    ...(domain && { domain }),
    ...(model && { propose: createProposeMapping(app.llm, signal) }),
  });
  const parsed = app.profiles.check(text);
  return { text, notes: [...notes], faults: parsed.ok ? [] : parsed.faults.map(shownFault) };
};
