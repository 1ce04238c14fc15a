import { join, relative } from 'node:path';
import { Option, type Command } from 'commander';
import type { CollectReportView } from '../../shared/contract/collection.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { labSizes } from '../../lab/blueprint.ts';
import type { LabSizeName } from '../../lab/size.ts';
import { acceptBuiltIn } from '../mcp/open-mcp.ts';
import { parseServer, ServerConfigError, formatProblems } from '../mcp/server-config.ts';
import { collectionProgress, describeCollection } from './collect.ts';
import type { CliContext } from './context.ts';
import { beginningOf, embeddedLabEntry, labSource } from '../embedded-lab.ts';
import { describeGeneration, generationProgress } from './generate.ts';
import { exitCodes } from './exit-codes.ts';

export function registerDemoCommand(program: Command, context: CliContext): void {
  program
    .command('demo')
    .description('collect and document a simulated datacenter')
    .addOption(new Option('--size <size>', 'how large it is').choices(Object.keys(labSizes)).default('small'))
    .option('--seed <text>', 'the same seed gives the same datacenter', 'demo')
    .option(
      '--scenario <name...>',
      'switch trouble on, e.g. hung-vm, full-datastore, crash-loop, flapping-port',
    )
    .addHelpText(
      'after',
      `
Keeps everything in ./datacenter-docs-demo unless --data-dir or DATACENTER_DOCS_HOME says otherwise. Run it again to
see what changed meanwhile.

Examples:
  $ datacenter-docs demo
  $ datacenter-docs demo --size large --scenario hung-vm full-datastore`,
    )
    .action(async (options: { size: LabSizeName; seed: string; scenario?: string[] }) => {
      const { output } = context;
      context.useWhenUnnamed('datacenter-docs-demo');
      const started = performance.now();
      await context.withApp(async (app) => {
        output.note(`starting the embedded lab (${options.size}, seed "${options.seed}")`);
        const before = (await app.mcp.servers.read()).servers.find((server) => server.name === labSource);
        const began = before?.transport.kind === 'stdio' ? beginningOf(before.transport.args) : undefined;
        const parsed = parseServer(
          labSource,
          embeddedLabEntry({
            size: options.size,
            seed: options.seed,
            scenarios: options.scenario ?? [],
            now: began ?? app.clock.now(),
          }),
        );
        if (!parsed.ok)
          throw new ServerConfigError('server-config-malformed', formatProblems(parsed.problems));
        await app.mcp.servers.put([parsed.config]);
        await acceptBuiltIn(app.mcp.pool, labSource, context.signal);

        const collecting = collectionProgress(output);
        const collected = await app.collect({
          sources: [labSource],
          signal: context.signal,
          onProgress: collecting.update,
        });
        collecting.finish();
        output.note(describeCollection(output, collected as CollectReportView));

        const writing = generationProgress(output);
        const generated = await app.documents.generate(undefined, {
          signal: context.signal,
          onProgress: writing.update,
        });
        writing.finish();
        const handbook = join(app.dataDir, 'handbook');
        await app.documents.export({ format: 'html', directory: join(handbook, 'html') });
        await app.documents.export({ format: 'markdown', directory: join(handbook, 'markdown') });
        output.note(
          `\n${describeGeneration(output, generated as unknown as OutputOf<'documents.generate'>)}`,
        );

        const view = await app.inventory.view();
        const findings = { critical: 0, warning: 0, info: 0 };
        for (const finding of view.all('finding')) findings[finding.attributes.severity] += 1;
        const documents = await app.documents.list();
        const places = { html: join(handbook, 'html', 'index.html'), markdown: join(handbook, 'markdown') };
        const tookSeconds = Number(((performance.now() - started) / 1000).toFixed(1));
        const entities = (await app.inventory.stats()).present;
        output.data(
          {
            dataDir: app.dataDir,
            entities,
            findings,
            documents: documents.length,
            places,
            tookSeconds,
            collected,
            generated,
          },
          () => {
            const { bold, dim } = output.color;
            const here = (path: string) =>
              relative(process.cwd(), path).startsWith('..') ? path : relative(process.cwd(), path);
            const at = `npx datacenter-docs --data-dir ${here(app.dataDir)}`;
            return [
              '',
              `${bold(String(entities))} entities, ${bold(String(documents.length))} documents, findings: ${findings.critical} critical, ${findings.warning} warning, ${findings.info} info. ${dim(`Took ${tookSeconds} s.`)}`,
              `All of it is simulated.`,
              '',
              `  HTML      ${here(places.html)}`,
              `  Markdown  ${here(places.markdown)}`,
              `  data      ${here(app.dataDir)}`,
              '',
              'Next:',
              `  ${at} docs list`,
              `  ${at} inventory list kind:vm sort:-memoryBytes --limit 10`,
              `  ${at} inventory list kind:finding severity:critical`,
              `  ${at} demo --scenario hung-vm full-datastore     ${dim('and see what changes')}`,
            ].join('\n');
          },
        );
        if (collected.failed.length > 0 || collected.runs.some((run) => run.outcome !== 'succeeded'))
          context.exitWith(exitCodes.partial);
      });
    });
}
