import type { Command } from 'commander';
import { sharedCollections, sharedCollectionSchema, type SharedCollection } from '../../shared/model/sync.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { checkText, statusText } from './sync-text.ts';

export function registerSyncCommand(program: Command, context: CliContext): void {
  const sync = program
    .command('sync')
    .description('state that workstations share over CouchDB')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs sync connect https://couch.noc.example:6984 --user ann
  $ datacenter-docs sync status
  $ datacenter-docs sync check tickets
  $ datacenter-docs sync pause --reason "the server is moved"
  $ datacenter-docs sync resume

Collections: ${sharedCollections.join(', ')}.
COUCHDB_PASSWORD in the environment wins over the keyring. \`sync status\` ends with 1 while nothing can go either way.`,
    );

  sync
    .command('status')
    .description('whether the server answers, and what waits here and there')
    .option('--parked', 'list what one side will not have, with the reason')
    .action(async (options: { parked?: true }) => {
      await context.withClient(async (client) => {
        const status = await client.sync.status({});
        const { items: parked } = await client.sync.parked({});
        const { output } = context;
        output.data({ ...status, parkedDocuments: parked }, () =>
          statusText(status, parked, options.parked === true, output),
        );
        if (!['running', 'off', 'paused', 'connecting'].includes(status.state))
          context.exitWith(exitCodes.failed);
      });
    });

  sync
    .command('connect')
    .argument('<url>', 'address of the server: https://couch.noc.example:6984')
    .requiredOption('--user <name>', 'account on the server: the operator’s own')
    .option('--prefix <name>', 'what names of its databases begin with')
    .option('--ca-file <path>', 'certificate authority to trust beside the system’s')
    .option('--proxy <url>', 'proxy on the way there')
    .option('--keep-password', 'use the password that is kept already')
    .description('set the server and the account; the password is read without echo or from stdin')
    .action(
      async (
        url: string,
        options: { user: string; prefix?: string; caFile?: string; proxy?: string; keepPassword?: true },
      ) => {
        const { keepPassword, ...wanted } = options;
        const password = keepPassword === true ? undefined : await readPassword(context, options.user);
        await context.withClient(async (client) => {
          const { state, text } = await client.sync.connect({
            url,
            ...wanted,
            ...(password !== undefined && { password }),
          });
          context.output.data({ state, text }, () => `Connected to ${url} as ${options.user}: ${text}.`);
          if (state === 'not-set-up' || state === 'refused') context.exitWith(exitCodes.partial);
        });
      },
    );

  sync
    .command('disconnect')
    .description('forget the server and the account; what was shared stays here and there')
    .action(async () => {
      await context.withClient(async (client) => {
        await client.sync.disconnect({});
        context.output.data({ disconnected: true }, () => 'This workstation keeps its state to itself now.');
      });
    });

  sync
    .command('pause')
    .description('let nothing go either way, over restarts, until it is resumed')
    .requiredOption('--reason <text>', 'why: the others ask')
    .action(async ({ reason }: { reason: string }) => {
      await context.withClient(async (client) => {
        await client.sync.pause({ reason });
        context.output.data({ paused: true, reason }, () => 'Nothing goes either way until it is resumed.');
      });
    });

  sync
    .command('resume')
    .description('go on after a pause')
    .action(async () => {
      await context.withClient(async (client) => {
        await client.sync.resume({});
        context.output.data({ paused: false }, () => 'What waits goes on its way.');
      });
    });

  sync
    .command('check')
    .argument('[collection]', 'only this one')
    .description('compare both sides document by document, and how the server is set up; changes nothing')
    .action(async (name: string | undefined) => {
      const collection = collectionOf(name);
      await context.withClient(async (client) => {
        const { output } = context;
        const bar = output.progress('comparing');
        const checked = await client.sync.check(collection, {
          signal: context.signal,
          onProgress: ({ collection: now, done, total }) => bar.update(done, total, now),
        });
        bar.finish();
        output.data(checked, () => checkText(checked, output));
        if (!checked.ok) context.exitWith(exitCodes.failed);
      });
    });

  sync
    .command('repair')
    .argument('[collection]', 'only this one')
    .description('send and read everything anew, both ways; what differs is merged, nothing is deleted')
    .action(async (name: string | undefined) => {
      const collection = collectionOf(name);
      await context.withClient(async (client) => {
        const { collections } = await client.sync.repair(collection);
        context.output.data(
          { collections },
          () => `Begun from the start: ${collections.join(', ')}. \`sync status\` tells how far it is.`,
        );
      });
    });
}

function collectionOf(name: string | undefined): { readonly collection?: SharedCollection } {
  if (name === undefined) return {};
  const read = sharedCollectionSchema.safeParse(name);
  if (read.success) return { collection: read.data };
  throw new DomainError('usage', `expected one of ${sharedCollections.join(', ')}, got "${name}"`);
}

async function readPassword(context: CliContext, user: string): Promise<string> {
  const { terminal } = await import('./terminal.ts');
  const value = (await terminal.readSecret(`Password of ${user}: `, context.signal)).replace(/\r?\n$/, '');
  if (value !== '') return value;
  throw new DomainError('usage', 'expected a password, got nothing; nothing was changed.', {
    hint: 'Type it when asked, or pipe it in; --keep-password uses the one that is kept.',
  });
}
