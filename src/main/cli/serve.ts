import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';

export function registerServeCommand(program: Command, context: CliContext): void {
  program
    .command('serve')
    .description('serve the application to a browser until interrupted')
    .option('--port <n>', 'where to listen; 0 chooses a free one', wholeNumber(0, 65_535), 0)
    .option('--renderer <dir>', 'the built renderer')
    .action(async (options: { port: number; renderer?: string }) => {
      await context.withApp(async (app) => {
        const { createDispatcher } = await import('../api/dispatcher.ts');
        const { startServer } = await import('../server/server.ts');
        const { systemRandom } = await import('../platform/random.ts');
        const { silentLogger } = await import('../platform/logger.ts');
        const dispatcher = createDispatcher({
          app,
          host: { kind: 'server', startedAt: app.clock.now() },
          random: systemRandom,
          logger: silentLogger,
        });
        const server = await startServer({
          dispatcher,
          rendererDir: options.renderer ?? fileURLToPath(new URL('../../../out/renderer', import.meta.url)),
          port: options.port,
          token: systemRandom.id(32),
          operator: userInfo().username,
        });
        await app.scheduler.start();
        context.output.note(`serving ${server.url}; Ctrl-C stops`);
        await new Promise<void>((resolve) => {
          context.signal.addEventListener('abort', () => resolve(), { once: true });
          if (context.signal.aborted) resolve();
        });
        await server.close();
        context.exitWith(exitCodes.ok);
      });
    });
}
