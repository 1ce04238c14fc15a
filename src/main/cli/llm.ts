import type { Command } from 'commander';
import { seconds } from '../../shared/format.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';

export function registerLlmCommand(program: Command, context: CliContext): void {
  const llm = program
    .command('llm')
    .description('the language model: where it is, what it can do, what it was used for')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs llm status
  $ datacenter-docs config set llm.preset ollama
  $ datacenter-docs llm models
  $ datacenter-docs config set llm.model qwen3:8b
  $ datacenter-docs llm test
  $ pass show openai | datacenter-docs llm set-key

LLM_BASE_URL, LLM_API_KEY and LLM_MODEL in the environment win over the settings.`,
    );

  llm
    .command('status')
    .description('what is set; servers with models on this machine where nothing is')
    .action(async () => {
      await context.withClient(async (client) => {
        const state = await client.llm.state({});
        const found = state.endpoint === undefined ? (await client.llm.findLocal({})).servers : [];
        context.output.data({ ...state, found }, () =>
          [
            `endpoint    ${state.endpoint ?? 'none set'}${state.endpointFrom === 'environment' ? ' (LLM_BASE_URL)' : ''}`,
            ...(state.endpoint === undefined
              ? []
              : [
                  `chat        ${state.models.chat ?? 'none chosen'}${state.contextTokens === undefined ? '' : `, reads ${state.contextTokens} tokens`}`,
                  `generation  ${state.models.generation ?? 'none chosen'}`,
                  `embedding   ${state.models.embedding ?? 'none chosen'}`,
                  `key         ${keyText(state.key)}`,
                ]),
            ...(state.problem === undefined ? [] : [`problem     ${state.problem}`]),
            ...found.map(
              ({ title, baseUrl, models }) =>
                `found       ${title} at ${baseUrl} with ${models.length} models: \`datacenter-docs config set llm.baseUrl ${baseUrl}\``,
            ),
          ].join('\n'),
        );
      });
    });

  llm
    .command('models')
    .description('models at the endpoint that is set')
    .action(async () => {
      await context.withClient(async (client) => {
        const { models } = await client.llm.models({});
        context.output.data(models, () =>
          context.output.table(
            ['model', 'for', 'reads'],
            models.map(({ id, kind, contextTokens }) => [id, kind, contextTokens ?? '–']),
          ),
        );
      });
    });

  llm
    .command('test')
    .description('ask the endpoint for each thing once: models, chat, stream, tools, JSON, embeddings')
    .action(async () => {
      await context.withClient(async (client) => {
        const { output } = context;
        const marks = {
          ok: output.color.green('✓'),
          fallback: output.color.yellow('▲'),
          failed: output.color.red('■'),
          'not-set': output.color.dim('○'),
        };
        const { results } = await client.llm.test(
          {},
          {
            signal: context.signal,
            onProgress: (result) => output.note(`${marks[result.status]} ${result.capability}`),
          },
        );
        output.data(results, () =>
          results
            .map(
              ({ capability, status, detail, hint, tookMs }) =>
                `${marks[status]} ${capability.padEnd(11)} ${seconds(tookMs / 1000).padStart(8)}  ${detail}${hint === undefined ? '' : `\n${' '.repeat(24)}${output.color.dim(hint)}`}`,
            )
            .join('\n'),
        );
        if (results.some(({ capability, status }) => capability === 'chat' && status !== 'ok')) {
          context.exitWith(exitCodes.failed);
        }
      });
    });

  llm
    .command('usage')
    .option('--days <n>', 'of the last days, today included', wholeNumber(1, 400), 30)
    .description('tokens and time by feature')
    .action(async ({ days }: { days: number }) => {
      await context.withClient(async (client) => {
        const usage = await client.llm.usage({ days });
        context.output.data(usage, () =>
          usage.features.length === 0
            ? `Nothing was asked in the last ${days} days.`
            : context.output.table(
                ['feature', 'requests', 'failed', 'tokens in', 'tokens out', 'time'],
                [...usage.features, { feature: 'all', ...usage.total }].map((row) => [
                  row.feature,
                  row.requests,
                  row.failed,
                  row.promptTokens,
                  row.completionTokens,
                  seconds(row.durationMs / 1000),
                ]),
              ),
        );
      });
    });

  llm
    .command('set-key')
    .description('keep the key of the endpoint that is set in the keyring; read without echo or from stdin')
    .action(async () => {
      const { terminal } = await import('./terminal.ts');
      const value = (await terminal.readSecret('Key: ', context.signal)).trim();
      if (value === '') {
        throw new DomainError('usage', 'expected a key, got nothing; nothing was changed.', {
          hint: 'Type it when asked, or pipe it in. `datacenter-docs llm remove-key` removes one.',
        });
      }
      await context.withClient(async (client) => {
        const { origin } = await client.llm.setKey({ value });
        context.output.data({ origin, stored: true }, () => `The key for ${origin} is in the keyring.`);
      });
    });

  llm
    .command('remove-key')
    .description('remove the key of the endpoint that is set from the keyring')
    .action(async () => {
      await context.withClient(async (client) => {
        const { removed } = await client.llm.removeKey({});
        context.output.data({ removed }, () =>
          removed
            ? 'The key was removed from the keyring.'
            : 'There was no key in the keyring for this endpoint.',
        );
      });
    });
}

function keyText(key: {
  readonly needed: 'none' | 'optional' | 'needed';
  readonly place?: 'environment' | 'reference' | 'stored';
  readonly problem?: string;
}): string {
  if (key.problem !== undefined) return key.problem;
  if (key.place === undefined)
    return key.needed === 'needed' ? 'missing: `datacenter-docs llm set-key`' : 'none';
  return places[key.place];
}

const places = {
  environment: 'from LLM_API_KEY',
  reference: 'as the settings refer to it',
  stored: 'in the keyring',
} as const;
