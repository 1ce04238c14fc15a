import { DomainError } from '../../platform/errors.ts';
import { monitoringOf } from '../../monitoring/registry.ts';
import type { Handler } from '../handler.ts';
import { readersOf } from './inspection.ts';

/** Lines of the server's own that help to see why it does not start. */
const shownLines = 20;

export const test: Handler<'sources.test'> = async ({ name }, { app, signal }) => {
  const { pool } = app.mcp;
  const began = app.clock.monotonicMs();
  const tookMs = () => Math.round(app.clock.monotonicMs() - began);
  try {
    const { server } = await pool.session(name, { signal });
    return {
      ok: true,
      server: { name: server.name, version: server.version },
      tools: server.tools.length,
      connectMs: tookMs(),
      collectors: readersOf(app.collectors, server),
      askedFor: monitoringOf(server).map(({ gives }) => gives),
    };
  } catch (error) {
    if (!(error instanceof DomainError) || signal.aborted) throw error;
    const { code, message, hint } = error;
    return {
      ok: false,
      error: { code, message, ...(hint !== undefined && { hint }) },
      afterMs: tookMs(),
      log: pool.stderr(name).slice(-shownLines),
    };
  }
};
