import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { usage } from './mcp-entry.ts';
import { argumentNames, shorten, showServerLog, withServerLog } from './mcp-report.ts';

export async function listTools(context: CliContext, name: string): Promise<void> {
  await context.withClient(async (client) => {
    const { from, problem, server, tools } = await withServerLog(context, client, name, () =>
      client.sources.tools({ name }),
    );
    if (from === 'accepted' && problem !== undefined) {
      await showServerLog(context, client, name);
      throw new DomainError(
        problem.code,
        problem.message,
        problem.hint === undefined ? {} : { hint: problem.hint },
      );
    }
    const rows = tools.map(({ readOnly, ...tool }) => ({
      ...tool,
      readOnly: readOnly === 'none' ? (false as const) : readOnly,
    }));
    context.output.data(
      { name, ...(server && { server: { name: server.name, version: server.version } }), tools: rows },
      () =>
        context.output.table(
          ['tool', 'read-only', 'arguments', 'description'],
          rows.map((tool) => [
            tool.name,
            tool.readOnly === false ? '–' : `by ${tool.readOnly}`,
            argumentNames(tool.inputSchema),
            shorten(tool.description ?? tool.title ?? '', 80),
          ]),
        ),
    );
  });
}

export async function callTool(
  context: CliContext,
  name: string,
  tool: string,
  options: { readonly args: string; readonly timeout?: number },
): Promise<void> {
  const args = parseArguments(options.args);
  await context.withClient(async (client) => {
    const bar = context.output.progress(`${name} ${tool}`);
    const result = await withServerLog(context, client, name, () =>
      client.sources.callTool(
        {
          name,
          tool,
          arguments: args,
          whole: true,
          ...(options.timeout !== undefined && { timeoutMs: options.timeout }),
        },
        { onProgress: ({ done, total, message }) => bar.update(done, total, message ?? '') },
      ),
    ).finally(() => bar.finish());
    const { isError, text, data, form } = result;
    context.output.data({ isError, text, ...(data !== undefined && { data }), form }, () =>
      data === undefined || isError ? text : JSON.stringify(data, null, 2),
    );
    if (isError) context.exitWith(exitCodes.failed);
  });
}

export async function readResource(context: CliContext, name: string, uri: string): Promise<void> {
  await context.withClient(async (client) => {
    const { contents } = await withServerLog(context, client, name, () =>
      client.sources.readResource({ name, uri }),
    );
    context.output.data(contents, () =>
      contents
        .map((content) => content.text ?? `${content.uri}: ${content.mimeType ?? 'binary'}, not text`)
        .join('\n'),
    );
  });
}

function parseArguments(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usage(
      `--args is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      `For example: --args '{"limit": 5}'`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usage('--args: expected a JSON object.', `For example: --args '{"limit": 5}'`);
  }
  return value as Record<string, unknown>;
}
