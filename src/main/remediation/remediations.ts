import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Approval, Remediation, RemediationState } from '../../shared/model/remediation.ts';
import type { Role } from '../../shared/model/role.ts';
import type { BrokenGlass, GlassNotice } from './break-glass.ts';

/** Whoever does something here; `scheduler` where policy lets the application do it by itself. */
export interface Actor {
  readonly operator: string;
  readonly role: Role;
  readonly via: string;
}

export interface RemediationRequest {
  readonly ticketId?: string;
  /** Whether the ticket may be worked on by itself. */
  readonly automation: boolean;
  readonly action: string;
  readonly target: EntityId;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Pattern of the cause; empty where none is known. */
  readonly cause: string;
  /** Of the hypothesis, 0…1. */
  readonly confidence: number;
  /** How well the case fits what is known; nothing is known where it is absent. */
  readonly pattern?: Remediation['pattern'];
  readonly proposedBy: 'rules' | 'model' | 'operator';
  readonly runbook?: { readonly run: string; readonly id: string; readonly step: number };
}

/** A proposal as it would be judged now. */
export type Preview = Pick<
  Remediation,
  'targetName' | 'expectedEffect' | 'howToVerify' | 'score' | 'decision' | 'plan' | 'planProblem'
>;

export interface RemediationFilter {
  readonly states?: readonly RemediationState[];
  readonly ticketId?: string;
  readonly target?: EntityId;
  readonly action?: string;
}

/** elsewhere: another workstation wrote it, and sees to what follows from it. */
export type ChangedWhere = 'here' | 'elsewhere';

/** The queue of remediations and their engine. All that changes something is audited and journalled before it is done. */
export interface Remediations {
  /**
   * Looks at what an earlier process left behind, and begins to watch what expires. Until then nothing is known of
   * what was interrupted; the second time it does nothing.
   */
  start(): Promise<void>;
  /**
   * Checks it against catalogue and inventory, reads the target, makes the plan, scores and decides. It is kept
   * whatever the decision; what runs by itself is taken up at once.
   * @throws DomainError proposal-refused | duplicate-remediation
   */
  propose(request: RemediationRequest, by: Actor, signal: AbortSignal): Promise<Remediation>;
  /** What proposing it would come to: reads, plans, scores and decides, and keeps nothing. @throws DomainError proposal-refused */
  preview(request: RemediationRequest, by: Actor, signal: AbortSignal): Promise<Preview>;
  get(id: string): Promise<Remediation | undefined>;
  /** Newest change first. */
  list(
    query: RemediationFilter & { readonly offset?: number; readonly limit: number },
  ): Promise<readonly Remediation[]>;
  count(query: RemediationFilter): Promise<number>;
  /** Reads the target, plans, scores and decides anew. Approvals of another plan no longer count. */
  refresh(id: string, by: Actor, signal: AbortSignal): Promise<Remediation>;
  /** @throws DomainError plan-changed | self-approval | typed-name | not-awaiting | forbidden | already-approved */
  approve(
    id: string,
    approval: {
      readonly planHash: string;
      readonly typedName?: string;
      readonly run: boolean;
      /** And runs it although the shared database cannot be asked. */
      readonly breakGlass?: BrokenGlass;
    },
    by: Actor,
  ): Promise<Remediation>;
  reject(id: string, reason: string, by: Actor): Promise<Remediation>;
  /** Takes up what is approved. @returns when it has been taken up; `onChanged` tells how it goes on */
  run(id: string, by: Actor, breakGlass?: BrokenGlass): Promise<Remediation>;
  /** What somebody has to type who runs it although the shared database cannot be asked; asks it. */
  breakGlassOf(id: string, by: Actor): Promise<GlassNotice>;
  /** Everything but the writes: checks, plan, before and after. Never counts as an outcome. */
  dryRun(id: string, by: Actor, signal: AbortSignal): Promise<Remediation>;
  /** Before it runs: it is withdrawn. While it runs: no further step is begun. */
  cancel(id: string, reason: string, by: Actor): Promise<Remediation>;
  /** Takes back what succeeded, or failed half-way, where that can be done: a plan of its own, journalled as well. */
  rollback(id: string, by: Actor): Promise<Remediation>;
  /** A person says what became of an unknown outcome, or of one whose workstation is gone. */
  settle(id: string, as: 'succeeded' | 'failed', note: string, by: Actor): Promise<Remediation>;
  /** Nothing new is taken up, and what runs stops before its next step. */
  pause(reason: string, by: Actor): Promise<void>;
  resume(by: Actor): Promise<void>;
  readonly paused: { readonly reason: string; readonly by: string; readonly at: Instant } | undefined;
  /** Of one that was taken up; undefined before. */
  claimantOf(record: Remediation):
    | {
        readonly here: boolean;
        /** It executes elsewhere, and nothing was heard of that workstation for so long. */
        readonly silentMs?: number;
        readonly canSettle: boolean;
      }
    | undefined;
  /** Why what is shared is not taken up now. */
  readonly sharedDatabaseAway: string | undefined;
  /** A process that is gone has claimed it and done nothing: it is withdrawn, since nobody ever will. */
  neverBegun(id: string, why: string): Promise<void>;
  /** Why nothing that changes anything runs at all. */
  readonly killSwitch: string | undefined;
  /** What could not be written down, and is looked at again as soon as it can be. */
  readonly stalled: readonly { readonly id: string; readonly reason: string }[];
  /** What one that is under way here waits for before its next step, or an approved one before it is taken up. */
  waitsFor(id: string): string | undefined;
  /** @returns why it cannot be taken back; undefined when it can */
  rollbackProblem(record: Remediation): string | undefined;
  /** Whose approvals count now, and whose would if they still were what is asked for. */
  agreement(record: Remediation): {
    readonly counting: readonly Approval[];
    readonly lapsed: readonly { readonly by: string; readonly text: string }[];
  };
  /** Somebody came, went, or has another role: what is open is approved by those who are left. */
  operatorsChanged(): Promise<void>;
  /** Another policy is in force: what runs looks at it before its next step. */
  policyChanged(): void;
  /** @returns what ends the subscription */
  onChanged(listener: (changed: Remediation, where: ChangedWhere) => void): () => void;
  /**
   * Others wrote these into the store, or removed them: it is told, and approvals that were given elsewhere count.
   * Nothing is begun by that: where the last approval was given, it is begun.
   */
  storeChanged(ids: readonly string[]): Promise<void>;
  /** Whether anything runs at all may be different. @returns what ends the subscription */
  onSwitched(listener: () => void): () => void;
  /** Begins nothing more, and waits for calls that are under way. */
  close(): Promise<void>;
}
