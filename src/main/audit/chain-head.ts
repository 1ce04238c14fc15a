import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { DomainError } from '../platform/errors.ts';
import type { Random } from '../platform/random.ts';

/**
 * Who this workstation is in the audit, and where its chain has got to, in `<dataDir>/workstation.json`: beside the
 * store, so that records that are missing from the end of the chain are noticed.
 */
export interface ChainHead {
  readonly workstation: string;
  readonly newest: { readonly sequence: number; readonly hash: string } | undefined;
}

export interface ChainHeadPort {
  /** Makes the workstation's name at the first start. @throws DomainError workstation-unreadable */
  read(): Promise<ChainHead>;
  write(head: ChainHead): Promise<void>;
}

const schema = z.strictObject({
  id: z.string().min(1).max(100),
  audit: z.strictObject({ sequence: z.number().int().min(1), hash: z.string() }).exactOptional(),
});

export function chainHeadFile(dataDir: string, random: Random): ChainHeadPort {
  const file = join(dataDir, 'workstation.json');
  const write = ({ workstation, newest }: ChainHead) =>
    writeFileAtomic(
      file,
      `${JSON.stringify({ id: workstation, ...(newest && { audit: newest }) }, undefined, 2)}\n`,
      { mode: 0o600 },
    );
  return {
    async read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        const head: ChainHead = { workstation: `${nameOfMachine()}-${random.id(6)}`, newest: undefined };
        await write(head);
        return head;
      }
      try {
        const { id, audit } = schema.parse(JSON.parse(text));
        return { workstation: id, newest: audit };
      } catch (error) {
        throw new DomainError(
          'workstation-unreadable',
          `${file} cannot be read, so it is not known where this workstation's audit goes on.`,
          {
            cause: error,
            hint: 'Restore the file from a backup; or move it away, and the audit begins a new chain beside the old one.',
          },
        );
      }
    },
    write,
  };
}

export function memoryChainHead(workstation: string): ChainHeadPort {
  let head: ChainHead = { workstation, newest: undefined };
  return {
    read: () => Promise.resolve(head),
    write(next) {
      head = next;
      return Promise.resolve();
    },
  };
}

function nameOfMachine(): string {
  const name = hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .slice(0, 60);
  return name === '' ? 'workstation' : name;
}
