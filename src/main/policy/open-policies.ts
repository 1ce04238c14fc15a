import { existsSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { policySchema, type Policy } from '../../shared/model/policy.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import { readSmallFile } from '../platform/read-small-file.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import { editPolicy, type PolicyEdit } from './edit-policy.ts';
import { killSwitchFile } from './kill-switch-file.ts';
import { faultText, parsePolicy, versionOf, type PolicyFault } from './parse-policy.ts';
import type { Policies, PolicyActor, PolicyChanged, PolicyProblem, PolicyRecord } from './policies.ts';
import { unifiedDiff } from './policy-changes.ts';
import { policyHistory } from './policy-history.ts';

export const policyFileName = 'policy.yaml';

export interface PoliciesPorts {
  readonly dataDir: string;
  /** In force where a site has written none. */
  readonly defaultText: string;
  readonly store: StoreCollection<StoredRecord>;
  /** Leaves in the audit that a file that somebody edited is in force. */
  readonly recordEdit: (edit: { readonly version: string; readonly diff: string }) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Good {
  readonly text: string;
  readonly version: string;
  readonly policy: Policy;
}

const application = 'application';

/**
 * Reads the site's policy and follows its file. What cannot be read is never put in force: the last policy that was
 * good stays, also over a restart, and where there is none nothing that changes anything runs.
 */
export async function openPolicies(ports: PoliciesPorts): Promise<Policies> {
  const { dataDir, clock, logger } = ports;
  const file = join(dataDir, policyFileName);
  const history = policyHistory(ports.store);
  const switchFile = killSwitchFile(dataDir);
  const listeners = createListeners<PolicyChanged>((error) =>
    logger.error({ err: error }, 'a listener of the policy failed'),
  );
  let killed = switchFile.read(clock.now());
  /** Thrown, and not on disk (yet): its missing file does not release it. */
  let unwritten = false;
  /** How often it was thrown: what was asked for before it was thrown again does not release it. */
  let thrown = 0;
  let writing: Promise<void> = Promise.resolve();
  let problem: PolicyProblem | undefined;
  let fileText: string | undefined;
  /** A file that holds everything does so even when its policy cannot be put on record. */
  let fileHolds = false;
  let good: Good | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  /** One change after the other: each is held against what the one before left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  }

  const changed = (by: PolicyChanged['by']) =>
    listeners.emit({ by, version: versionInForce(), ...(problem && { problem: problem.text }) });
  const versionInForce = () => good?.version ?? versionOf('');
  const locked = policySchema.parse({ killSwitch: true });

  function refuse(text: string, faults: readonly PolicyFault[], broken: string | undefined): void {
    if (problem?.text === text && fileText === broken) return;
    problem = { text, faults, since: clock.now(), locked: good === undefined };
    fileText = broken;
    logger.error(
      { file, problem: text, inForce: good?.version ?? 'nothing: all is locked' },
      'the policy cannot be used; what was good before stays in force',
    );
  }

  async function adopt(text: string, policy: Policy, by: string, how: PolicyRecord['how'], reason: string) {
    const version = versionOf(text);
    const { record, undo } = await history.add({
      version,
      at: clock.now(),
      by,
      how,
      reason,
      text,
      diff: unifiedDiff(good?.text ?? '', text),
    });
    return { record, undo, put: () => put({ text, version, policy }) };
  }

  function put(next: Good): void {
    good = next;
    fileHolds = next.policy.killSwitch;
    problem = undefined;
    fileText = undefined;
    logger.info({ version: next.version }, 'a policy is in force');
  }

  /** @returns whether anything is different now */
  async function readFile(): Promise<boolean> {
    const before = [good?.version, problem?.text];
    const read = readText(file);
    if (read.is === 'missing') await fileIsMissing();
    else if (read.is === 'unreadable') {
      refuse(
        `${policyFileName} cannot be read: ${read.reason}`,
        [{ path: '', message: read.reason }],
        undefined,
      );
    } else {
      const { text } = read;
      const parsed = parsePolicy(text);
      if (!parsed.ok) {
        const first = parsed.faults[0];
        refuse(`${policyFileName}: ${first ? faultText(first) : 'it cannot be read'}`, parsed.faults, text);
      } else if (text === good?.text) put(good);
      else {
        fileHolds ||= parsed.policy.killSwitch;
        const how = good === undefined ? 'first' : 'file';
        const found = await adopt(text, parsed.policy, 'whoever edited the file', how, '');
        const { version, diff } = found.record;
        await ports.recordEdit({ version, diff });
        found.put();
      }
    }
    return before[0] !== good?.version || before[1] !== problem?.text;
  }

  /** Where a site never had one, what the application comes with holds; one that went is not taken for a wish. */
  async function fileIsMissing(): Promise<void> {
    const newest = await history.newest();
    if (newest !== undefined && !(newest.how === 'first' && newest.by === application)) {
      const text = `${policyFileName} is gone: write it again with \`datacenter-docs auto-remediation policy apply FILE\``;
      refuse(text, [{ path: '', message: 'expected a file, and there is none' }], undefined);
      return;
    }
    const parsed = parsePolicy(ports.defaultText);
    if (!parsed.ok) throw new Error(`the default policy is not right: ${JSON.stringify(parsed.faults)}`);
    if (newest?.text === ports.defaultText) {
      put({ text: newest.text, version: newest.version, policy: parsed.policy });
      return;
    }
    (await adopt(ports.defaultText, parsed.policy, application, 'first', 'the default')).put();
  }

  async function open(): Promise<void> {
    const newest = await history.newest();
    const parsed = newest && parsePolicy(newest.text);
    if (newest && parsed?.ok === true) {
      good = { text: newest.text, version: newest.version, policy: parsed.policy };
    }
    await readFile();
  }

  async function write(text: string, by: PolicyActor, reason: string): Promise<PolicyRecord | undefined> {
    const parsed = parsePolicy(text);
    if (!parsed.ok) throw invalid(parsed.faults);
    if (text === good?.text && problem === undefined && existsSync(file)) return undefined;
    const next = await adopt(text, parsed.policy, by.operator, 'applied', reason);
    try {
      await writeFileAtomic(file, text, { mode: 0o600 });
    } catch (error) {
      await next.undo();
      throw error;
    }
    next.put();
    changed('operator');
    return next.record;
  }

  /** Small changes of the text in force. @throws DomainError policy-invalid while the file is something else */
  function edit(edits: readonly PolicyEdit[], by: PolicyActor, reason: string) {
    if (problem !== undefined || good === undefined) {
      throw new DomainError('policy-invalid', problem?.text ?? `${policyFileName} cannot be read`, {
        hint: 'Mend the file, or apply a whole policy. `auto-remediation kill` works in the meantime.',
      });
    }
    return write(editPolicy(good.text, edits), by, reason);
  }

  await open();
  return {
    file,
    get current() {
      const policy = good?.policy ?? locked;
      return {
        policy: killed || fileHolds ? { ...policy, killSwitch: true } : policy,
        version: versionInForce(),
      };
    },
    get text() {
      return good?.text ?? '';
    },
    get fileText() {
      return fileText;
    },
    get problem() {
      return problem;
    },
    get killed() {
      return killed;
    },
    apply: ({ text, baseVersion, reason }, by) =>
      inTurn(async () => {
        if (await readFile()) changed('file');
        if (baseVersion !== versionInForce()) {
          throw new DomainError(
            'policy-changed',
            `The policy is at version ${versionInForce()}, not ${baseVersion}: somebody else changed it.`,
            { hint: 'Look at the difference, and apply your change to what is in force now.' },
          );
        }
        return write(text, by, reason);
      }),
    setAutomatic: ({ on, action, reason }, by) =>
      inTurn(async () => {
        if (await readFile()) changed('file');
        const path = action === undefined ? ['automatic'] : ['actions', action, 'automatic'];
        return edit([{ path, value: on }], by, reason);
      }),
    async kill({ on, reason }, by) {
      if (on) {
        // In force before it is on disk: a full disk does not keep it from being thrown.
        killed ??= { by: by.operator, at: clock.now(), reason };
        thrown += 1;
        logger.warn({ by: by.operator, reason }, 'the kill switch was thrown');
        unwritten = true;
        changed('operator');
        writing = switchFile.write(killed);
        await writing;
        unwritten = false;
        return;
      }
      const seen = thrown;
      await inTurn(async () => {
        // One that is still on its way to the disk would lie there again afterwards.
        await writing.catch(() => {});
        if (await readFile()) changed('file');
        if (problem?.locked === true || good?.policy.killSwitch === true) {
          await edit([{ path: ['killSwitch'], value: false }], by, reason);
        }
        if (thrown !== seen) {
          throw new DomainError(
            'policy-changed',
            'The kill switch was thrown again meanwhile: it stays on.',
            {
              hint: 'Find out why, and release it when that is over.',
            },
          );
        }
        switchFile.remove();
        killed = undefined;
        unwritten = false;
        logger.warn({ by: by.operator, reason }, 'the kill switch was released');
        changed('operator');
      });
    },
    history: (query) => history.list(query),
    version: (version) => history.version(version),
    fileChanged: () =>
      inTurn(async () => {
        const before = killed !== undefined;
        killed = switchFile.read(clock.now()) ?? (unwritten ? killed : undefined);
        if ((await readFile()) || before !== (killed !== undefined)) changed('file');
      }),
    onChanged: (listener) => listeners.add(listener),
  };
}

type FileText =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'missing' }
  | { readonly is: 'unreadable'; readonly reason: string };

function readText(path: string): FileText {
  try {
    return { is: 'text', text: readSmallFile(path).text };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { is: 'missing' };
    return { is: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

export function invalid(faults: readonly PolicyFault[]): DomainError {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new DomainError(
    'policy-invalid',
    `The policy is not right: ${first ? faultText(first) : 'it cannot be read'}${more}`,
    { hint: 'Nothing was changed. `auto-remediation policy check FILE` lists every fault.' },
  );
}
