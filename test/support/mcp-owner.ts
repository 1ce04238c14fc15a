/** A program that keeps one stubborn MCP server: `node mcp-owner.ts SERVER STARTS`. Ends, closing nothing, with its input. */
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { createMcpPool } from '../../src/main/mcp/pool.ts';
import { parseServers } from '../../src/main/mcp/server-config.ts';
import { createMemoryTrustStore } from '../../src/main/mcp/trust-store.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';

const [, , server = '', starts = ''] = process.argv;
const pool = createMcpPool({
  configs: () =>
    Promise.resolve(
      parseServers({
        mcpServers: {
          fault: { command: process.execPath, args: [server, '--stubborn', '--starts', starts] },
        },
      }),
    ),
  trust: createMemoryTrustStore(),
  secrets: createSecretStore(process.env, {
    get: () => Promise.resolve(undefined),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
  }),
  clock: systemClock,
  random: systemRandom,
});
await acceptBuiltIn(pool, 'fault');
await pool.session('fault');
process.stdout.write('ready\n');
process.stdin.on('end', () => process.exit(3)).resume();
