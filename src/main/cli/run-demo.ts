import { join, relative } from 'node:path';
import type { LabSizeName } from '../../lab/size.ts';
import { labSource } from '../embedded-lab.ts';
import { collectionProgress, describeCollection } from './collect.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { exportTo } from './export-documents.ts';
import { describeGeneration, generationProgress } from './generate.ts';

export interface DemoOptions {
  readonly size: LabSizeName;
  readonly seed: string;
  readonly scenario?: string[];
}

/** Sets the lab up as a source, collects it, documents it, and exports that beside the data. */
export async function runDemo(context: CliContext, options: DemoOptions): Promise<void> {
  const { output, signal } = context;
  context.useWhenUnnamed('datacenter-docs-demo');
  const { dataDir } = context;
  const started = performance.now();
  await context.withClient(async (client) => {
    output.note(`starting the embedded lab (${options.size}, seed "${options.seed}")`);
    const { size, seed, scenario: scenarios = [] } = options;
    await client.sources.addLab({ size, seed, scenarios, collect: false });

    const collecting = collectionProgress(output);
    const collected = await client.collection
      .collect({ sources: [labSource] }, { onProgress: collecting.update })
      .finally(collecting.finish);
    output.note(describeCollection(output, collected));

    const writing = generationProgress(output);
    const generated = await client.documents
      .generate({}, { onProgress: writing.update })
      .finally(writing.finish);
    const handbook = join(dataDir, 'handbook');
    const html = await exportTo(client, join(handbook, 'html'), { format: 'html', signal });
    const markdown = await exportTo(client, join(handbook, 'markdown'), { format: 'markdown', signal });
    output.note(`\n${describeGeneration(output, generated)}`);

    const { findings, documents, inventory } = await client.system.stats({});
    const places = { html: html.index, markdown: markdown.directory };
    const tookSeconds = Number(((performance.now() - started) / 1000).toFixed(1));
    const entities = inventory.present;
    output.data(
      {
        dataDir,
        entities,
        findings,
        documents,
        places,
        tookSeconds,
        collected,
        generated,
      },
      () => {
        const { bold, dim } = output.color;
        const here = (path: string) =>
          relative(process.cwd(), path).startsWith('..') ? path : relative(process.cwd(), path);
        const at = `npx datacenter-docs --data-dir ${here(dataDir)}`;
        return [
          '',
          `${bold(String(entities))} entities, ${bold(String(documents))} documents, findings: ${findings.critical} critical, ${findings.warning} warning, ${findings.info} info. ${dim(`Took ${tookSeconds} s.`)}`,
          `All of it is simulated.`,
          '',
          `  HTML      ${here(places.html)}`,
          `  Markdown  ${here(places.markdown)}`,
          `  data      ${here(dataDir)}`,
          '',
          'Next:',
          `  ${at} serve     ${dim('and open the address that it prints')}`,
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
}
