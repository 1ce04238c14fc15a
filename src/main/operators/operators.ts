import { createHash } from 'node:crypto';
import type { Operator } from '../../shared/model/operator.ts';
import type { Role } from '../../shared/model/role.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import {
  mostOperators,
  nameKey,
  readOperatorsFile,
  writeOperatorsFile,
  type KeptOperator,
} from './operators-file.ts';

/** Somebody who may sign in now. */
export interface KnownOperator {
  readonly name: string;
  readonly role: Role;
  /** Differs after every new token: what is bound to it ends with the token. */
  readonly tokenHash: string;
}

export interface Operators {
  readonly file: string;
  list(): readonly Operator[];
  /** What is wrong with the file; those who were known before still are. */
  readonly problem: string | undefined;
  /** @throws DomainError operator-name-taken | too-many-operators | operators-unreadable */
  add(operator: { readonly name: string; readonly role: Role }): Promise<WithToken>;
  /** @throws DomainError operator-not-found | operators-unreadable */
  setRole(name: string, role: Role): Promise<Operator>;
  /** @throws DomainError operator-not-found | operators-unreadable */
  disable(name: string): Promise<Operator>;
  /** Lets in again who was disabled. @throws DomainError operator-not-found | operators-unreadable */
  renewToken(name: string): Promise<WithToken>;
  withToken(token: string): KnownOperator | undefined;
  named(name: string): KnownOperator | undefined;
  /** Somebody edited the file beside the application. */
  fileChanged(): void;
  /** Whose entry is another: their sessions are to be looked at again. @returns what ends the subscription */
  onChanged(listener: (names: readonly string[]) => void): () => void;
}

export interface WithToken {
  readonly operator: Operator;
  /** Nobody is told it again. */
  readonly token: string;
}

/** 52 characters of base32: 260 bits, which no hash needs to be slow for. */
const tokenLength = 52;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Operators of this installation, in a file of the data directory; whoever writes next waits for whoever writes now. */
export function openOperators(options: {
  readonly file: string;
  /** Names that stand for whoever runs the process, or for the application: nobody signs in under them. */
  readonly reserved: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): Operators {
  const { file, clock, random, logger } = options;
  const reserved = new Set(options.reserved.map(nameKey));
  const listeners = createListeners<readonly string[]>((error) =>
    logger.error({ err: error }, 'a listener of the operators failed'),
  );
  let kept: readonly KeptOperator[] = [];
  let problem: string | undefined;
  let byToken = new Map<string, KnownOperator>();
  let byName = new Map<string, KnownOperator>();
  let last: Promise<unknown> = Promise.resolve();

  function take(next: readonly KeptOperator[]): void {
    const before = new Map(kept.map((one) => [one.name, JSON.stringify(one)]));
    const after = new Map(next.map((one) => [one.name, JSON.stringify(one)]));
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (name) => before.get(name) !== after.get(name),
    );
    kept = next;
    // An owner's name in an edited file would make two people one.
    const known = next.flatMap(({ name, role, tokenHash, disabledAt }) =>
      tokenHash === undefined || disabledAt !== undefined || reserved.has(nameKey(name))
        ? []
        : [{ name, role, tokenHash }],
    );
    byToken = new Map(known.map((one) => [one.tokenHash, one]));
    byName = new Map(known.map((one) => [one.name, one]));
    if (changed.length > 0) listeners.emit(changed);
  }

  function read(): void {
    const found = readOperatorsFile(file);
    if (found.is === 'unusable') {
      problem = found.reason;
      logger.error({ file, reason: problem }, 'the operators cannot be read: those known before stay so');
      return;
    }
    problem = undefined;
    take(found.operators);
  }

  /** Makes one change after the other. */
  function change<T>(
    work: (all: readonly KeptOperator[]) => { next: readonly KeptOperator[]; result: T },
  ): Promise<T> {
    const before = last;
    const apply = async (): Promise<T> => {
      await before.catch(() => {});
      // What somebody wrote into the file meanwhile is not overwritten.
      read();
      if (problem !== undefined) {
        throw new DomainError('operators-unreadable', `${file} cannot be used: ${problem}`, {
          hint: 'Mend the file or restore it from a backup; what it held before is still in force until then.',
        });
      }
      const { next, result } = work(kept);
      await writeOperatorsFile(file, next);
      take(next);
      return result;
    };
    const done = apply();
    last = done;
    return done;
  }

  function replace<T>(
    name: string,
    work: (one: KeptOperator) => { readonly next: KeptOperator; readonly result: T },
  ): Promise<T> {
    return change((all) => {
      const place = all.findIndex((one) => nameKey(one.name) === nameKey(name));
      const one = all[place];
      if (one === undefined) {
        throw new DomainError('operator-not-found', `There is no operator called "${name}".`, {
          hint: '`datacenter-docs operators list` shows who there is.',
        });
      }
      const { next, result } = work(one);
      return { next: all.with(place, next), result };
    });
  }

  read();
  return {
    file,
    list: () => kept.map(shown),
    get problem() {
      return problem;
    },
    add: ({ name, role }) =>
      change((all) => {
        if (reserved.has(nameKey(name))) {
          throw new DomainError(
            'operator-name-taken',
            `"${name}" stands for whoever runs Datacenter Docs here, or for the application itself.`,
            { hint: 'Choose another name: whose deed it was must be told apart in the audit.' },
          );
        }
        if (all.some((one) => nameKey(one.name) === nameKey(name))) {
          throw new DomainError('operator-name-taken', `There is an operator called "${name}" already.`, {
            hint: 'A disabled one gets back in with a new token; anybody else needs another name.',
          });
        }
        if (all.length >= mostOperators) {
          throw new DomainError('too-many-operators', `There are ${mostOperators} operators already.`);
        }
        const token = random.id(tokenLength);
        const now = clock.now();
        const added = { name, role, createdAt: now, tokenAt: now, tokenHash: hashOf(token) };
        return { next: [...all, added], result: { operator: shown(added), token } };
      }),
    setRole: (name, role) =>
      replace(name, (one) => {
        const next = { ...one, role };
        return { next, result: shown(next) };
      }),
    disable: (name) =>
      replace(name, ({ tokenHash: _, ...one }) => {
        const next = { ...one, disabledAt: one.disabledAt ?? clock.now() };
        return { next, result: shown(next) };
      }),
    renewToken: (name) =>
      replace(name, ({ disabledAt: _, ...one }) => {
        const token = random.id(tokenLength);
        const next = { ...one, tokenAt: clock.now(), tokenHash: hashOf(token) };
        return { next, result: { operator: shown(next), token } };
      }),
    // Looked up by its hash: how long that takes says nothing about the token.
    withToken: (token) => byToken.get(hashOf(token)),
    named: (name) => byName.get(name),
    fileChanged: read,
    onChanged: (listener) => listeners.add(listener),
  };
}

function shown({ name, role, createdAt, tokenAt, disabledAt }: KeptOperator): Operator {
  return { name, role, createdAt, tokenAt, ...(disabledAt !== undefined && { disabledAt }) };
}
