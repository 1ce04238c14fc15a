import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { exitCodes } from './exit-codes.ts';
import { findEntity } from './find-entity.ts';
import { nowOf, parseMoment } from './inventory-filter.ts';

interface DiagnoseOptions {
  readonly entity?: readonly string[];
  readonly title?: string;
  readonly at?: string;
  readonly model: boolean;
}

const steps: Readonly<Record<string, string>> = {
  gathering: 'gathering what is known …',
  judging: 'judging causes …',
  reading: 'reading how things are now …',
  asking: 'asking the model …',
};

export function registerDiagnoseCommand(program: Command, context: CliContext): void {
  program
    .command('diagnose')
    .argument('[text...]', 'what is wrong, in your own words or an alert\'s ("-": stdin)')
    .option('--entity <entity...>', 'what it is about: entities by id or name')
    .option('--title <title>', 'of a ticket; names in it are found as well')
    .option('--at <when>', 'when the trouble was noticed: an ISO time, or an age such as 2h')
    .option('--no-model', 'by findings, patterns and runbooks alone, also where a language model is set')
    .description('work out a cause from inventory, findings and runbooks; keeps nothing and changes nothing')
    .addHelpText(
      'after',
      `
Ends with ${exitCodes.notFound} when no cause was found.

Examples:
  $ datacenter-docs diagnose "web-01 hangs, nobody can log in"
  $ datacenter-docs diagnose "checkout answers 503 since the release" --at 20m
  $ datacenter-docs diagnose --entity ds-a-01 --no-model --json
  $ datacenter-docs diagnose - --title "Alert" < alert.txt`,
    )
    .action(async (words: readonly string[], options: DiagnoseOptions) => {
      await diagnose(context, words.join(' ').trim(), options);
    });
}

async function diagnose(context: CliContext, given: string, options: DiagnoseOptions): Promise<void> {
  const body = given === '-' ? (await readAll(process.stdin)).trim() : given;
  if (body === '' && options.title === undefined && options.entity === undefined) {
    throw new DomainError('usage', 'expected what is wrong, or --entity, got nothing', {
      hint: 'For example: datacenter-docs diagnose "web-01 hangs"',
    });
  }
  const { output, signal } = context;
  const diagnosis = await context.withClient(async (client) => {
    const entities: EntityId[] = [];
    for (const wanted of options.entity ?? []) {
      entities.push((await findEntity(client, wanted, undefined)).entity.id);
    }
    const at = options.at === undefined ? undefined : parseMoment(options.at, await nowOf(client));
    return client.tickets.diagnose(
      {
        title: options.title ?? '',
        body,
        entities,
        model: options.model,
        ...(at !== undefined && { at }),
      },
      { signal, onProgress: ({ step }) => note(context, step) },
    );
  });
  output.data(diagnosis, () => diagnosisText(diagnosis, output.color));
  if (!isFound(diagnosis)) context.exitWith(exitCodes.notFound);
}

function note({ output }: CliContext, step: string): void {
  const said = steps[step];
  if (said !== undefined && process.stderr.isTTY) output.note(output.color.dim(said));
}

const isFound = ({ confidence }: Diagnosis): boolean => confidence >= 0.5;
