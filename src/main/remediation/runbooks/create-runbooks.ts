import { entityIdSchema, type EntityId } from '../../../shared/model/ids.ts';
import type { Facts } from '../../../shared/model/plan.ts';
import type { Remediation } from '../../../shared/model/remediation.ts';
import { mayActAs, type Role } from '../../../shared/model/role.ts';
import type { Runbook, RunbookRun, RunbookRunStep, RunbookStep } from '../../../shared/model/runbook.ts';
import type { Audit } from '../../audit/audit.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Clock } from '../../platform/clock.ts';
import { DomainError } from '../../platform/errors.ts';
import { createListeners } from '../../platform/listeners.ts';
import type { Logger } from '../../platform/logger.ts';
import { createOneAtATime } from '../../platform/one-at-a-time.ts';
import type { Random } from '../../platform/random.ts';
import type { RemediationAction } from '../action.ts';
import { entriesOf } from '../engine/journal.ts';
import type { Actor, Preview, RemediationRequest, Remediations } from '../remediations.ts';
import { nextStep, stepOutcome } from './next-step.ts';
import { readRunbooks, type ReadRunbook } from './read-runbooks.ts';
import type { RunFiles } from './run-files.ts';
import { filledIn, type TemplateValues } from './templates.ts';

/** Several actions in order, with conditions and approvals in between. */
export interface Runbooks {
  list(): Promise<readonly ReadRunbook[]>;
  /** What each step would do if its turn were now; why not, where that cannot be said yet. */
  plan(
    given: RunbookInput,
    by: Actor,
    signal: AbortSignal,
  ): Promise<{ readonly runbook: Runbook; readonly steps: readonly PlannedStep[] }>;
  /**
   * Begins a run. Its first step is proposed at once.
   * @throws DomainError runbook-not-found | runbook-invalid | forbidden
   */
  run(
    given: RunbookInput & { readonly agreed?: readonly Agreed[] },
    by: Actor,
    signal: AbortSignal,
  ): Promise<RunbookRun>;
  runs(): Promise<readonly RunbookRun[]>;
  get(run: string): Promise<RunbookRun | undefined>;
  /** No further step is proposed, and the one under way begins no further call. @throws DomainError runbook-run-not-found */
  cancel(run: string, reason: string, by: Actor): Promise<RunbookRun>;
  /** Goes on with what an earlier process left behind. */
  start(): Promise<void>;
  /** @returns what ends the subscription */
  onChanged(listener: (run: RunbookRun) => void): () => void;
  close(): Promise<void>;
}

export interface RunbookInput {
  readonly runbook: string;
  readonly ticketId?: string;
  readonly target?: EntityId;
}

export interface Agreed {
  readonly step: string;
  readonly planHash: string;
  readonly typedName?: string;
}

export interface PlannedStep {
  readonly id: string;
  readonly action: string;
  readonly preview?: Preview;
  /** Why it cannot be said yet. */
  readonly problem?: string;
}

export interface RunbookPorts {
  readonly folder: string;
  readonly files: RunFiles;
  readonly catalogue: readonly RemediationAction[];
  readonly remediations: Pick<
    Remediations,
    'propose' | 'preview' | 'approve' | 'run' | 'cancel' | 'get' | 'list' | 'onChanged'
  >;
  readonly inventory: { view(): Promise<InventoryView> };
  /** The first thing that a ticket is about, and whether it may be worked on by itself. */
  readonly ticket: (
    id: string,
  ) => Promise<{ readonly entity?: EntityId; readonly automation: boolean } | undefined>;
  /** Has the inventory see what an earlier step has changed: the next one is held against it. */
  /** What somebody may do at this moment; undefined for whoever is not let in any more. */
  readonly roleNow: (operator: string) => Role | undefined;
  readonly collected: (target: EntityId) => Promise<void>;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const idLength = 8;

export function createRunbooks(ports: RunbookPorts): Runbooks {
  const { remediations, files, audit, clock, logger } = ports;
  const oneAtATime = createOneAtATime();
  const listeners = createListeners<RunbookRun>((error) =>
    logger.error({ err: error }, 'a listener of runbooks failed'),
  );
  const closing = new AbortController();
  const known = new Map<string, RunbookRun>();
  const tried = new Set<string>();
  let started: Promise<void> | undefined;
  let loaded: Promise<void> | undefined;

  function load(): Promise<void> {
    loaded ??= readKept();
    // What could not be read is tried again, and not for ever a fault.
    loaded.catch(() => {
      loaded = undefined;
    });
    return loaded;
  }

  async function readKept(): Promise<void> {
    for (const run of await files.all()) if (!known.has(run.id)) known.set(run.id, run);
  }

  async function goOn(): Promise<void> {
    await load();
    for (const { id, state } of known.values()) {
      // What somebody approved before is not begun without them: the process that they saw has ended.
      if (state === 'running') await inTurn(id, () => advance(id, false));
    }
  }

  async function keep(run: RunbookRun): Promise<RunbookRun> {
    await files.write(run);
    known.set(run.id, run);
    listeners.emit(run);
    return run;
  }

  async function definitionOf(id: string): Promise<Runbook> {
    const all = await readRunbooks(ports.folder, ports.catalogue);
    const found = all.find((one) => one.id === id);
    if (!found) {
      throw new DomainError('runbook-not-found', `There is no runbook "${id}" in ${ports.folder}.`, {
        hint: all.length === 0 ? 'There is none yet.' : `There are: ${all.map((one) => one.id).join(', ')}.`,
      });
    }
    if (found.ok) return found.runbook;
    throw new DomainError('runbook-invalid', `${found.file} cannot be used: ${found.faults.join('; ')}.`, {
      hint: 'Mend the file and try again.',
    });
  }

  async function valuesOf(
    given: Pick<RunbookRun, 'id' | 'ticketId' | 'target'>,
    facts: TemplateValues['facts'],
  ): Promise<TemplateValues> {
    const { id, ticketId } = given;
    const ticket = ticketId === undefined ? undefined : await ports.ticket(ticketId);
    const target = given.target ?? ticket?.entity;
    const name = target === undefined ? undefined : (await ports.inventory.view()).get(target)?.name;
    return {
      run: id,
      facts,
      ...(target !== undefined && { target }),
      ...(name !== undefined && { targetName: name }),
      ...(ticketId !== undefined && { ticket: ticketId }),
      ...(ticket?.entity !== undefined && { ticketEntity: ticket.entity }),
    };
  }

  /** @throws DomainError runbook-template | runbook-target */
  async function requestOf(
    step: RunbookStep,
    run: Pick<RunbookRun, 'id' | 'runbook' | 'ticketId' | 'target' | 'definition'>,
    at: number,
    facts: TemplateValues['facts'],
  ): Promise<RemediationRequest> {
    const values = await valuesOf(run, facts);
    const { ticketId, definition } = run;
    const automation = ticketId === undefined || ((await ports.ticket(ticketId))?.automation ?? false);
    return {
      action: step.action,
      target: await targetNamed(String(filledIn(step.target, values))),
      parameters: filledIn(step.parameters, values) as Record<string, unknown>,
      // A person agrees to each step, whatever policy would let run.
      automation: definition.approval === 'none-needed-by-policy' && automation,
      cause: '',
      confidence: 1,
      proposedBy: 'rules',
      runbook: { run: run.id, id: run.runbook, step: at },
      ...(ticketId !== undefined && { ticketId }),
    };
  }

  async function targetNamed(wanted: string): Promise<EntityId> {
    const view = await ports.inventory.view();
    const id = entityIdSchema.safeParse(wanted);
    if (id.success && view.get(id.data)) return id.data;
    const kinds = new Set(ports.catalogue.flatMap(({ targets }) => targets));
    const named = [...kinds].flatMap((kind) => view.all(kind).filter(({ name }) => name === wanted));
    const [only] = named;
    if (only && named.length === 1) return only.id;
    throw new DomainError(
      'runbook-target',
      named.length === 0
        ? `Nothing in the inventory has the id or name "${wanted}".`
        : `"${wanted}" is the name of ${named.length} things.`,
      { hint: named.length === 0 ? 'Collect, or mend the runbook.' : 'Give an id instead.' },
    );
  }

  /** What was read last of the targets of steps that have ended. */
  async function factsOf(run: RunbookRun): Promise<Record<string, Facts>> {
    const facts: Record<string, Facts> = {};
    for (const { id, remediation } of run.steps) {
      const record = remediation === undefined ? undefined : await remediations.get(remediation);
      const seen = record && entriesOf(record, 'read-back').findLast((entry) => entry.facts !== undefined);
      if (seen?.facts) facts[id] = seen.facts;
    }
    return facts;
  }

  const withStep = (run: RunbookRun, at: number, change: Partial<RunbookRunStep>): RunbookRun => ({
    ...run,
    steps: run.steps.map((step, place) => (place === at ? { ...step, ...change } : step)),
  });

  /** As far as it goes without anybody. */
  async function advance(id: string, mayRun: boolean): Promise<void> {
    for (;;) {
      const run = known.get(id);
      if (!run || run.state !== 'running' || closing.signal.aborted) return;
      const followed = await follow(run, mayRun);
      const next = nextStep(followed, await factsOf(followed));
      switch (next.is) {
        case 'wait':
          return;
        case 'skip':
          await keep(withStep(followed, next.at, { state: 'skipped', text: next.because }));
          break;
        case 'propose':
          await propose(followed, next.at, mayRun);
          break;
        case 'end':
          await end(followed, next.state, next.text);
          return;
      }
    }
  }

  /** Takes over how the step under way stands; what is approved is taken up. */
  async function follow(run: RunbookRun, mayRun: boolean): Promise<RunbookRun> {
    const at = run.steps.findIndex(({ state }) => state === 'proposed' || state === 'unknown');
    const step = run.steps[at];
    const record = step?.remediation === undefined ? undefined : await remediations.get(step.remediation);
    if (!step || !record) return run;
    const outcome = stepOutcome(record.state);
    const asked = `${record.id} ${record.plan?.hash ?? ''} ${record.approvals.length}`;
    const actor = actorOf(run);
    // Whoever began the run and is not let in any more has nothing taken up: others may still run what is approved.
    if (outcome === undefined && record.state === 'approved' && mayRun && actor && !tried.has(asked)) {
      // Once for what is agreed to: a refusal is news as well, and would be followed without end.
      tried.add(asked);
      // Somebody else may have taken it up in this moment: then it is followed like any other.
      await remediations
        .run(record.id, actor)
        .catch((error: unknown) =>
          logger.warn(
            { err: error, run: run.id, remediation: record.id },
            'a step of a runbook was not taken up',
          ),
        );
    }
    if (step.remediationState === record.state && (outcome ?? 'proposed') === step.state) return run;
    return keep(
      withStep(run, at, {
        state: outcome ?? 'proposed',
        remediationState: record.state,
        ...(record.outcome !== undefined && { text: record.outcome }),
      }),
    );
  }

  async function propose(run: RunbookRun, at: number, mayRun: boolean): Promise<void> {
    const step = run.definition.steps[at];
    if (!step) return;
    const actor = actorOf(run);
    if (!actor) {
      const role = ports.roleNow(run.by);
      const now = role === undefined ? 'is not let in any more' : `is ${role} now`;
      await end(run, 'failed', `no further step was proposed: ${run.by}, who began it, ${now}`);
      return;
    }
    try {
      const before = run.steps
        .slice(0, at)
        .findLast(({ state }) => state === 'succeeded' || state === 'failed');
      if (before?.target !== undefined) await ports.collected(before.target);
      const request = await requestOf(step, run, at, await factsOf(run));
      // One that was proposed, and of which a process that ended could not write down that it was.
      const record =
        (await alreadyProposed(run, at)) ?? (await remediations.propose(request, actor, closing.signal));
      await keep(
        withStep(run, at, {
          state: 'proposed',
          remediation: record.id,
          remediationState: record.state,
          target: record.target,
          targetName: record.targetName,
        }),
      );
      if (mayRun) await agree(run, step.id, record);
    } catch (error) {
      if (closing.signal.aborted) throw error;
      const text = error instanceof Error ? error.message : String(error);
      await keep(withStep(run, at, { state: 'failed', text: `it could not be proposed: ${text}` }));
    }
  }

  async function alreadyProposed(run: RunbookRun, at: number): Promise<Remediation | undefined> {
    const recent = await remediations.list({ limit: 500 });
    return recent.find(({ runbook }) => runbook?.run === run.id && runbook.step === at);
  }

  /** Whoever began the run has agreed to this very plan; to another one nobody has. */
  async function agree(run: RunbookRun, step: string, record: Remediation): Promise<void> {
    const agreed = run.agreed.find((one) => one.step === step);
    const actor = actorOf(run);
    if (!agreed || !actor || record.state !== 'awaiting-approval' || record.plan?.hash !== agreed.planHash)
      return;
    const { planHash, typedName } = agreed;
    await remediations
      .approve(record.id, { planHash, run: false, ...(typedName !== undefined && { typedName }) }, actor)
      .catch((error: unknown) =>
        logger.warn(
          { err: error, run: run.id, remediation: record.id },
          'a step of a runbook was not approved',
        ),
      );
  }

  async function end(run: RunbookRun, state: RunbookRun['state'], text: string): Promise<RunbookRun> {
    const ended = await keep({ ...run, state, text, endedAt: clock.now() });
    await audit.record({
      operator: run.by,
      via: 'scheduler',
      action: 'runbook.ended',
      subject: `${run.id} ${run.runbook}`,
      result: state === 'succeeded' ? 'done' : state === 'cancelled' ? 'cancelled' : 'failed',
      details: {
        text,
        steps: run.steps.map(({ id, state: how, remediation }) => ({ id, how, remediation })),
      },
    });
    return ended;
  }

  /** As whom a run goes on: with no more than its operator had when it began, and no more than they have now. */
  function actorOf({ by, role }: RunbookRun): Actor | undefined {
    const now = ports.roleNow(by);
    if (now === undefined || !mayActAs(now, 'operator')) return undefined;
    return { operator: by, role: mayActAs(now, role) ? role : now, via: 'runbook' };
  }

  const inTurn = (run: string, work: () => Promise<void>) =>
    oneAtATime(run, work).catch((error: unknown) => {
      if (!closing.signal.aborted) logger.error({ err: error, run }, 'a runbook came to a halt');
    });

  const stop = remediations.onChanged(({ runbook }) => {
    if (runbook) void inTurn(runbook.run, () => load().then(() => advance(runbook.run, true)));
  });

  return {
    list: () => readRunbooks(ports.folder, ports.catalogue),

    async plan(given, by, signal) {
      const definition = await definitionOf(given.runbook);
      const run = { id: 'B-preview', runbook: given.runbook, definition, ...inputOf(given) };
      const steps = await Promise.all(
        definition.steps.map(async (step, at): Promise<PlannedStep> => {
          const { id, action } = step;
          try {
            const request = await requestOf(step, run, at, {});
            return { id, action, preview: await remediations.preview(request, by, signal) };
          } catch (error) {
            signal.throwIfAborted();
            if (!(error instanceof DomainError)) throw error;
            return { id, action, problem: error.message };
          }
        }),
      );
      return { runbook: definition, steps };
    },

    async run(given, by, signal) {
      const definition = await definitionOf(given.runbook);
      const agreed = given.agreed ?? [];
      if (agreed.length > 0 && (definition.approval !== 'once' || !mayActAs(by.role, 'approver'))) {
        throw new DomainError(
          'forbidden',
          definition.approval === 'once'
            ? `Agreeing to all steps takes the role approver; ${by.operator} is ${by.role}.`
            : `The steps of ${given.runbook} are agreed to one by one.`,
          { hint: 'Begin it without agreeing, and have each step approved.' },
        );
      }
      signal.throwIfAborted();
      await load();
      const id = `B-${ports.random.id(idLength)}`;
      const values = await valuesOf({ id, ...inputOf(given) }, {});
      await audit.record({
        operator: by.operator,
        via: by.via,
        action: 'runbook.begun',
        subject: `${id} ${given.runbook}`,
        result: 'done',
        details: { ...inputOf(given), definition, agreed },
      });
      await keep({
        id,
        schemaVersion: 1,
        runbook: given.runbook,
        definition,
        ...inputOf(given),
        ...(values.targetName !== undefined && { targetName: values.targetName }),
        by: by.operator,
        role: by.role,
        agreed: [...agreed],
        startedAt: clock.now(),
        state: 'running',
        steps: definition.steps.map((step) => ({ id: step.id, action: step.action, state: 'waiting' })),
      });
      await oneAtATime(id, () => advance(id, true));
      const begun = known.get(id);
      if (!begun) throw new Error(`${id} is not there any more`);
      return begun;
    },

    async runs() {
      await load();
      return [...known.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    },

    async get(run) {
      await load();
      return known.get(run);
    },

    async cancel(id, reason, by) {
      await load();
      return oneAtATime(id, async () => {
        const run = known.get(id);
        if (!run) {
          throw new DomainError('runbook-run-not-found', `There is no run "${id}" of a runbook.`, {
            hint: 'See `datacenter-docs remediation runbook runs`.',
          });
        }
        if (run.state !== 'running') return run;
        const ended = await end(run, 'cancelled', `cancelled by ${by.operator}: ${reason}`);
        const open = run.steps.find(({ state }) => state === 'proposed')?.remediation;
        // It may have come to its end in this moment.
        if (open !== undefined)
          await remediations.cancel(open, `runbook ${id}: ${reason}`, by).catch(() => {});
        return ended;
      });
    },

    start: () => (started ??= goOn()),

    onChanged: (listener) => listeners.add(listener),

    async close() {
      closing.abort();
      stop();
      await Promise.all([...known.keys()].map((id) => oneAtATime(id, async () => {})));
    },
  };
}

const inputOf = ({ ticketId, target }: RunbookInput) => ({
  ...(ticketId !== undefined && { ticketId }),
  ...(target !== undefined && { target }),
});
