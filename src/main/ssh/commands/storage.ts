import type { ReadCommand } from '../read-command.ts';

/** Pools, volumes, disks, paths and shares. */
export const storageCommands: Readonly<Record<string, ReadCommand>> = {};
