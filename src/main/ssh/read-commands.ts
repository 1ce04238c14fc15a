import { hostCommands } from './commands/host.ts';
import { networkCommands } from './commands/network.ts';
import { storageCommands } from './commands/storage.ts';
import type { ReadCommand } from './read-command.ts';

/** Every command that is ever sent to a host in order to read. */
export const readCommands: readonly ReadCommand[] = [
  ...Object.values(hostCommands),
  ...Object.values(networkCommands),
  ...Object.values(storageCommands),
];
