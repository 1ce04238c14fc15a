import { createApp, type App } from '../../src/main/app.ts';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { settingsSchema } from '../../src/shared/model/settings.ts';

/** The whole application over a data directory of its own, with the lab (or what its arguments say) as its one source. */
export async function openLabApp(dataDir: string, labArguments: readonly string[]): Promise<App> {
  const app = await createApp(
    { dataDir, settings: settingsSchema.parse({}), what: 'test' },
    { clock: systemClock, random: systemRandom, logger: silentLogger },
  );
  await addLab(app, 'lab', labArguments);
  return app;
}

/** Configures and accepts one more lab process as a source. */
export async function addLab(app: App, name: string, labArguments: readonly string[]): Promise<void> {
  const parsed = parseServer(name, {
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', 'src/lab/main.ts', '--stdio', ...labArguments],
    datacenterDocs: { simulated: !labArguments.includes('--estate') },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await app.mcp.servers.put([parsed.config]);
  await acceptBuiltIn(app.mcp.pool, name);
}
