import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { policySchema, type Policy } from '../../shared/model/policy.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { readSmallFile } from '../platform/read-small-file.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import { editPolicy, type PolicyEdit } from './edit-policy.ts';
import { killSwitchFile } from './kill-switch-file.ts';
import { faultText, parsePolicy, versionOf, type PolicyFault } from './parse-policy.ts';
import type {
  Policies,
  PolicyActor,
  PolicyChanged,
  PolicyProblem,
  PolicyRecord,
  SitePolicies,
} from './policies.ts';
import { unifiedDiff } from './policy-changes.ts';
import { application, compareRecords, isDefault, policyHistory, type KeptPolicy } from './policy-history.ts';
import { inForceFile } from './policy-in-force-file.ts';
import { byHand } from './shared-switch.ts';
import { createThrows } from './throws.ts';

export const policyFileName = 'policy.yaml';

export interface PoliciesPorts {
  readonly dataDir: string;
  /** In force where a site has written none. */
  readonly defaultText: string;
  readonly store: StoreCollection<StoredRecord>;
  /** Leaves in the audit that a file that somebody edited is in force. */
  readonly recordEdit: (edit: { readonly version: string; readonly diff: string }) => Promise<void>;
  /** Leaves in the audit that a policy of another workstation is in force here. */
  readonly recordShared?: (taken: {
    readonly version: string;
    readonly by: string;
    readonly diff: string;
  }) => Promise<void>;
  /** As whom this workstation writes to the shared server, if there is one. */
  readonly account?: () => string | undefined;
  readonly clock: Clock;
  readonly random: Pick<Random, 'id'>;
  readonly logger: Logger;
}

interface Good {
  readonly record: KeptPolicy;
  readonly policy: Policy;
}

/**
 * Reads the site's policy and follows its file. What cannot be read is never put in force: the last policy that was
 * good stays, also over a restart, and where there is none nothing that changes anything runs.
 */
export async function openPolicies(ports: PoliciesPorts): Promise<Policies> {
  const { dataDir, clock, logger } = ports;
  const file = join(dataDir, policyFileName);
  const history = policyHistory(ports.store, ports.random);
  const inForce = inForceFile(dataDir);
  const throws = createThrows({ ...ports, file: killSwitchFile(dataDir) });
  const listeners = createListeners<PolicyChanged>((error) =>
    logger.error({ err: error }, 'a listener of the policy failed'),
  );
  let problem: PolicyProblem | undefined;
  /** What another workstation wrote cannot be used here. */
  let refused: (PolicyProblem & { readonly id: string }) | undefined;
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

  const changed = (by: PolicyChanged['by'], taken?: PolicyChanged['taken']) => {
    const wrong = problem ?? refused;
    listeners.emit({
      by,
      version: versionInForce(),
      ...(wrong && { problem: wrong.text }),
      ...(taken && { taken }),
    });
  };
  const versionInForce = () => good?.record.version ?? versionOf('');
  const locked = policySchema.parse({ killSwitch: true });

  function refuse(text: string, faults: readonly PolicyFault[], broken: string | undefined): void {
    if (problem?.text === text && fileText === broken) return;
    problem = { text, faults, since: clock.now(), locked: good === undefined };
    fileText = broken;
    logger.error(
      { file, problem: text, inForce: good?.record.version ?? 'nothing: all is locked' },
      'the policy cannot be used; what was good before stays in force',
    );
  }

  function keep(text: string, by: string, how: PolicyRecord['how'], reason: string): Promise<KeptPolicy> {
    const diff = unifiedDiff(good?.record.text ?? '', text);
    return history.add({ version: versionOf(text), at: clock.now(), by, how, reason, text, diff });
  }

  /** The file says the same. */
  async function put(next: Good): Promise<void> {
    good = next;
    fileHolds = next.policy.killSwitch;
    problem = undefined;
    fileText = undefined;
    logger.info({ version: next.record.version }, 'a policy is in force');
    await inForce.write(next.record.id).catch((error: unknown) => {
      logger.error({ err: error }, 'which policy is in force could not be kept');
    });
  }

  /** @returns whether anything is different now */
  async function readFile(): Promise<boolean> {
    const before = [good?.record.version, problem?.text];
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
      } else if (text === good?.record.text) await put(good);
      else {
        fileHolds ||= parsed.policy.killSwitch;
        const record = await keep(text, byHand, good === undefined ? 'first' : 'file', '');
        const { version, diff } = record;
        await ports.recordEdit({ version, diff });
        await put({ record, policy: parsed.policy });
      }
    }
    return before[0] !== good?.record.version || before[1] !== problem?.text;
  }

  /** Where a site never had one, what the application comes with holds; one that went is not taken for a wish. */
  async function fileIsMissing(): Promise<void> {
    if (good !== undefined && !isDefault(good.record)) {
      const text = `${policyFileName} is gone: write it again with \`datacenter-docs auto-remediation policy apply FILE\``;
      refuse(text, [{ path: '', message: 'expected a file, and there is none' }], undefined);
      return;
    }
    const parsed = parsePolicy(ports.defaultText);
    if (!parsed.ok) throw new Error(`the default policy is not right: ${JSON.stringify(parsed.faults)}`);
    if (good?.record.text === ports.defaultText) {
      await put({ record: good.record, policy: parsed.policy });
      return;
    }
    const record = await keep(ports.defaultText, application, 'first', 'the default');
    await put({ record, policy: parsed.policy });
  }

  async function open(): Promise<void> {
    const { usable } = await history.newest();
    if (usable) {
      const { record, policy } = usable;
      const last = inForce.read();
      const before = last === undefined || last === record.id ? undefined : await history.get(last);
      const parsed = before && parsePolicy(before.text);
      // The newest may have come from elsewhere, and the file does not know of it yet.
      good = before && parsed?.ok === true ? { record: before, policy: parsed.policy } : { record, policy };
      const text = readText(file);
      if (text.is === 'text' && text.text === record.text) good = { record, policy };
    }
    await readFile();
    await follow();
    await throws.open();
  }

  /**
   * Puts in force what is newest of all workstations, where that is newer than what is in force here.
   * @returns what was taken over
   */
  async function follow(): Promise<PolicyChanged['taken']> {
    const newest = await history.newest();
    const [first] = newest.refused;
    if (first && refused?.id !== first.id) {
      const [fault] = first.faults;
      const text = `a policy of ${first.by}, written at another workstation, cannot be used here: ${fault ? faultText(fault) : 'it cannot be read'}`;
      refused = { id: first.id, text, faults: first.faults, since: clock.now(), locked: false };
      logger.error({ record: first.id, problem: text }, 'what was good before stays in force');
    } else if (!first) refused = undefined;
    const { usable } = newest;
    if (!usable || (good && (isDefault(usable.record) || compareRecords(usable.record, good.record) <= 0))) {
      return undefined;
    }
    const before = good?.record;
    const { record, policy } = usable;
    // Held from now on, also where the file cannot be written.
    fileHolds ||= policy.killSwitch;
    if (fileText === undefined) {
      await writeFileAtomic(file, record.text, { mode: 0o600 });
      await put({ record, policy });
    } else {
      // Somebody is about to write the file; what they make of it is a policy of its own.
      good = { record, policy };
      if (problem) problem = { ...problem, locked: false };
    }
    await ports.recordShared?.({
      version: record.version,
      by: record.by,
      diff: unifiedDiff(before?.text ?? '', record.text),
    });
    const isOvertaken = before !== undefined && !isDefault(before) && before.sequence >= record.sequence;
    return { by: record.by, ...(isOvertaken && { over: before.by }) };
  }

  async function joinSite(site: SitePolicies): Promise<PolicyChanged['taken']> {
    const own = await history.written();
    if (own.length === 0) return undefined;
    const ids = await site.ids();
    // Something of it is shared already: then what was written here follows on what the site knew.
    if (own.some((id) => ids.includes(id))) return undefined;
    const theirs = history.usable(await site.read(ids.filter((id) => /^\d{9}-/.test(id))));
    const newest = theirs.at(-1);
    if (!newest) return undefined;
    const { record, policy } = newest;
    const before = good?.record;
    const text = readText(file);
    if (text.is === 'text' && text.text !== record.text)
      await writeFileAtomic(`${file}.before-joining`, text.text, { mode: 0o600 });
    // Wherever this ends, the next beginning finds nothing of the site here, and joins it again.
    await history.remove(own);
    await writeFileAtomic(file, record.text, { mode: 0o600 });
    await history.put(theirs.map((one) => one.record));
    await put({ record, policy });
    logger.warn(
      { kept: `${file}.before-joining`, version: record.version },
      'this workstation has joined a site: its policy is in force, and the own one is not any more',
    );
    await ports.recordShared?.({
      version: record.version,
      by: record.by,
      diff: unifiedDiff(before?.text ?? '', record.text),
    });
    return { by: record.by, ...(before && { over: before.by }) };
  }

  async function write(text: string, by: PolicyActor, reason: string): Promise<PolicyRecord | undefined> {
    const parsed = parsePolicy(text);
    if (!parsed.ok) throw invalid(parsed.faults);
    if (text === good?.record.text && problem === undefined && existsSync(file)) return undefined;
    const before = readText(file);
    await writeFileAtomic(file, text, { mode: 0o600 });
    let record: KeptPolicy;
    try {
      // After the file: a record cannot be taken back, others may have read it.
      record = await keep(text, by.operator, 'applied', reason);
    } catch (error) {
      if (before.is === 'text') await writeFileAtomic(file, before.text, { mode: 0o600 });
      else rmSync(file, { force: true });
      throw error;
    }
    await put({ record, policy: parsed.policy });
    changed('operator');
    const { id: _, ...shown } = record;
    return shown;
  }

  /** Small changes of the text in force. @throws DomainError policy-invalid while the file is something else */
  function edit(edits: readonly PolicyEdit[], by: PolicyActor, reason: string) {
    if (problem !== undefined || good === undefined) {
      throw new DomainError('policy-invalid', problem?.text ?? `${policyFileName} cannot be read`, {
        hint: 'Mend the file, or apply a whole policy. `auto-remediation kill` works in the meantime.',
      });
    }
    return write(editPolicy(good.record.text, edits), by, reason);
  }

  await open();
  return {
    file,
    get current() {
      const policy = good?.policy ?? locked;
      return {
        policy: throws.killed || fileHolds ? { ...policy, killSwitch: true } : policy,
        version: versionInForce(),
      };
    },
    get text() {
      return good?.record.text ?? '';
    },
    get fileText() {
      return fileText;
    },
    get problem() {
      return problem ?? refused;
    },
    get killed() {
      return throws.killed;
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
        const done = throws.throw(by.operator, reason);
        changed('operator');
        await done;
        return;
      }
      const seen = throws.count;
      await inTurn(async () => {
        // One that is still on its way to the disk would lie there again afterwards.
        await throws.written();
        if (await readFile()) changed('file');
        if (problem?.locked === true || good?.policy.killSwitch === true) {
          await edit([{ path: ['killSwitch'], value: false }], by, reason);
        }
        if (throws.count !== seen) {
          throw new DomainError(
            'policy-changed',
            'The kill switch was thrown again meanwhile: it stays on.',
            {
              hint: 'Find out why, and release it when that is over.',
            },
          );
        }
        await throws.release(by.operator, reason);
        changed('operator');
      });
    },
    history: (query) => history.list(query),
    version: (version) => history.version(version),
    fileChanged: () =>
      inTurn(async () => {
        const switched = await throws.fileChanged();
        if ((await readFile()) || switched) changed('file');
      }),
    storeChanged: () =>
      inTurn(async () => {
        // First of all, and whatever becomes of the policy.
        if (await throws.follow()) changed('shared');
        if (await readFile()) changed('file');
        const before = refused?.id;
        const taken = await follow();
        if (taken || before !== refused?.id) changed('shared', taken);
      }),
    join: (site) =>
      inTurn(async () => {
        if (await readFile()) changed('file');
        const taken = await joinSite(site);
        if (taken) changed('shared', taken);
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
