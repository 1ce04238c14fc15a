import { httpSession } from '../../../support/mcp-session.ts';

/**
 * The application's MCP client as the conformance suite drives it: `conformance client --command` gives the address of
 * its server as the last argument. Every tool there is gets called once with arguments that its schema asks for.
 */
const url = process.argv.at(-1);
if (url === undefined || !URL.canParse(url)) throw new Error('expected the address of a server');

const session = await httpSession(url, { timeoutMs: 20_000 });
try {
  for (const { name, inputSchema } of session.server.tools) {
    const { properties = {} } = inputSchema as { properties?: Record<string, { type?: string }> };
    const args = Object.fromEntries(
      Object.entries(properties).map(([key, { type }]) => [
        key,
        type === 'number' || type === 'integer' ? 3 : 'text',
      ]),
    );
    const { isError, text } = await session.callTool(name, args);
    if (isError) throw new Error(`${name}: ${text}`);
  }
} finally {
  await session.close();
}
