import type { Handler } from '../handler.ts';

const longestText = 500_000;

/** A session refuses every tool that neither an adapter nor the site calls read-only. */
export const callTool: Handler<'sources.callTool'> = async (
  { name, tool, arguments: args, timeoutMs, whole },
  { app, signal, progress },
) => {
  const session = await app.mcp.pool.session(name, { signal });
  const began = app.clock.monotonicMs();
  const result = await session.callTool(tool, args, {
    signal,
    onProgress: progress,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const shown =
    result.data === undefined || result.isError || whole
      ? result.text
      : JSON.stringify(result.data, undefined, 2);
  return {
    isError: result.isError,
    form: result.form,
    text: whole ? shown : shown.slice(0, longestText),
    textLength: shown.length,
    ...(whole && result.data !== undefined && { data: result.data }),
    tookMs: Math.round(app.clock.monotonicMs() - began),
  };
};
