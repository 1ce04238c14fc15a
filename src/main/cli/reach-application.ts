import { hostname } from 'node:os';
import { contractHash } from '../../shared/contract/pinned.ts';
import type { ContractPort } from '../../shared/contract/port.ts';
import { createWebSocketPort } from '../../shared/contract/web-socket-port.ts';
import { offeredProtocols } from '../../shared/contract/web-socket-protocols.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { version } from '../platform/version.ts';
import { readAttachFile, type Attachment } from '../server/attach-file.ts';
import { dataDirOwner, type LockOwner } from '../store/data-dir-lock.ts';

/** The application, wherever it runs. */
export interface ReachedApplication {
  readonly port: ContractPort;
  /** The process that it is, when it is another one. */
  readonly holder?: Attachment;
  close(): Promise<void>;
}

export interface ReachOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Opens the store in this process. @throws DomainError data-dir-locked */
  readonly openHere: () => Promise<ReachedApplication>;
  /** Told once when it takes longer than a moment. */
  readonly onWait: (owner: LockOwner | undefined) => void;
}

/** How long one who holds the directory and cannot be reached is waited for: he is starting, ending or a short command. */
const patienceMs = 5_000;
/** How long one who took the connection may take to say who he is: he may be busy for a while. */
const helloMs = 15_000;
const retryMs = 50;
const noticeMs = 1_000;

/**
 * Attaches to the process that holds the data directory, or opens the store here when there is none. Two commands at
 * once, and a holder that is just starting or ending, meet in between: whoever comes second tries again for a while.
 * @throws DomainError data-dir-locked | attach-file-unsafe | attach-refused | contract-differs
 */
export async function reachApplication(options: ReachOptions): Promise<ReachedApplication> {
  const { dataDir, clock, signal } = options;
  const began = clock.monotonicMs();
  let noticed = false;
  for (;;) {
    signal.throwIfAborted();
    const owner = dataDirOwner(dataDir, clock);
    const waited = clock.monotonicMs() - began;
    const attached = owner && (await attachTo(owner, options, waited >= patienceMs));
    if (attached) return attached;
    if (owner === undefined || waited >= patienceMs) {
      try {
        return await options.openHere();
      } catch (error) {
        const isLocked = error instanceof DomainError && error.code === 'data-dir-locked';
        if (!isLocked || waited >= patienceMs) throw error;
      }
    }
    if (!noticed && waited >= noticeMs) {
      noticed = true;
      options.onWait(owner);
    }
    await clock.sleep(retryMs, signal);
  }
}

/**
 * Opens the store here, for what holds the directory itself. A short command that works in it is waited for; one that
 * offers its services will not go away by itself.
 * @throws DomainError data-dir-locked
 */
export async function openWhenFree<T>({
  dataDir,
  clock,
  signal,
  open,
  onWait,
}: Pick<ReachOptions, 'dataDir' | 'clock' | 'signal' | 'onWait'> & {
  readonly open: () => Promise<T>;
}): Promise<T> {
  const began = clock.monotonicMs();
  let noticed = false;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const isLocked = error instanceof DomainError && error.code === 'data-dir-locked';
      const waited = clock.monotonicMs() - began;
      const owner = dataDirOwner(dataDir, clock);
      if (!isLocked || waited >= patienceMs || (owner && offersServices(dataDir, owner))) throw error;
      if (!noticed && waited >= noticeMs) {
        noticed = true;
        onWait(owner);
      }
    }
    await clock.sleep(retryMs, signal);
  }
}

function offersServices(dataDir: string, owner: LockOwner): boolean {
  try {
    return readAttachFile(dataDir)?.pid === owner.pid;
  } catch {
    return false;
  }
}

/** @returns undefined when the owner offers nothing (yet, any more), or does not answer there. */
async function attachTo(
  owner: LockOwner,
  { dataDir, clock, signal }: ReachOptions,
  last: boolean,
): Promise<ReachedApplication | undefined> {
  // A loopback address of another machine that shares the folder means something else here.
  if (owner.host !== hostname()) return undefined;
  const holder = readAttachFile(dataDir);
  // What an earlier process left behind, that did not come to an orderly end, says nothing.
  if (holder === undefined || holder.pid !== owner.pid || holder.host !== owner.host) return undefined;
  if (holder.contract !== contractHash) throw contractDiffers(holder);
  const port = createWebSocketPort({
    once: true,
    contract: contractHash,
    open: () => new WebSocket(holder.url, offeredProtocols(holder.token)),
    nowMs: () => clock.monotonicMs(),
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    unit: () => 0,
  });
  const status = await settled(port, clock, signal);
  if (status.is === 'open') {
    return { port, holder, close: async () => port.close() };
  }
  port.close();
  signal.throwIfAborted();
  if (status.is !== 'refused') throw silent(holder);
  if (status.error.code === 'unknown-method') throw contractDiffers(holder);
  if (status.error.code === 'unauthorized' && last) throw refused(holder);
  return undefined;
}

/** Waits until it is known whether there is a connection, the time is up, or nobody wants to know. */
async function settled(
  port: ContractPort,
  clock: Clock,
  signal: AbortSignal,
): Promise<ContractPort['status']> {
  if (port.status.is !== 'connecting') return port.status;
  const timer = new AbortController();
  const known = Promise.withResolvers<void>();
  const stop = port.onStatus(() => known.resolve());
  await Promise.race([
    known.promise,
    clock.sleep(helloMs, AbortSignal.any([signal, timer.signal])).catch(() => undefined),
  ]);
  stop();
  timer.abort();
  return port.status;
}

function contractDiffers(holder: Attachment): DomainError {
  return new DomainError(
    'contract-differs',
    `The data directory is in use by ${who(holder)}, which is Datacenter Docs ${holder.version} (contract ${holder.contract}); this command is ${version} (contract ${contractHash}), and they do not understand each other.`,
    {
      hint: `Use the command line that came with that version, or end that process (kill ${holder.pid}) and start it anew from this one.`,
    },
  );
}

function refused(holder: Attachment): DomainError {
  return new DomainError('attach-refused', `${who(holder)} does not accept the token in attach.json.`, {
    hint: 'Somebody has changed that file: end the process and start it anew; it writes the file again.',
  });
}

function silent(holder: Attachment): DomainError {
  return new DomainError(
    'holder-silent',
    `${who(holder)} took the connection and has not answered for ${helloMs / 1000} s.`,
    { hint: 'It may be busy: try again. If it stays so, end it and start it anew.' },
  );
}

function who({ what, pid }: Attachment): string {
  return `${what} (process ${pid})`;
}
