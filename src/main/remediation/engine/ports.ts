import type { Impact } from '../../../shared/model/decision-input.ts';
import type { Decision } from '../../../shared/model/decision.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { Role } from '../../../shared/model/role.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import type { Score } from '../../../shared/model/reliability.ts';
import type { Audit } from '../../audit/audit.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { McpWriter } from '../../mcp/session.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../../store/store.ts';
import type { RemediationAction } from '../action.ts';
import type { LiveReader } from '../action-adapter.ts';
import type { OtherRemediation } from '../decision/conflicts.ts';
import type { DecisionInput } from '../decision/decision-input.ts';
import type { RoleNow } from './agreement.ts';
import type { MetricsPort } from './metric-conditions.ts';
import type { SilencePort } from './silencing.ts';

/** What remediations need of the rest of the application. */
export interface RemediationPorts {
  readonly store: StoreCollection<StoredRecord>;
  readonly audit: Pick<Audit, 'begin' | 'record'>;
  readonly catalogue: readonly RemediationAction[];
  readonly inventory: { view(): Promise<InventoryView> };
  readonly servers: TargetServers;
  /** Where a policy wants silence about a target meanwhile; absent: nobody tells of alerts. */
  readonly silencing?: SilencePort;
  /** Where a policy wants to see something in metrics; absent: nobody keeps any. */
  readonly metrics?: MetricsPort;
  readonly claims: Claims;
  /** How long nothing was heard of another workstation, while the shared database could be; undefined: not known. */
  readonly silentMs?: (workstation: string) => number | undefined;
  readonly judge: Judge;
  /** Whether a ticket may be worked on by itself; false where there is none of that id. */
  readonly ticketAutomation: (ticketId: string) => Promise<boolean>;
  /** This one's name, as it stands in claims and approvals. */
  readonly workstation: () => Promise<string>;
  /** Approvals are worth what whoever gave them may do now. */
  readonly roleNow: RoleNow;
  readonly removeSecrets: () => Promise<(text: string) => string>;
  readonly settings: RemediationSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface RemediationSettings {
  /** So many are executed at the same time in one domain; of one target it is one at any time. */
  readonly perDomain: number;
  /** What stands still for longer between two steps is not gone on with: its plan is too old. */
  readonly holdAtMostMs: number;
  /** Whoever was not heard of for so long while it executed does not come back to it: a person may settle it. */
  readonly givenUpAfterMs: number;
}

/** MCP servers by the source that a target comes from. */
export interface TargetServers {
  /** @throws McpError when it cannot be reached or is not accepted */
  open(source: string, signal?: AbortSignal): Promise<TargetServer>;
  /** Keeps its server from being ended by whoever else is done with it. @returns what lets go of it */
  hold(source: string): () => void;
}

export interface TargetServer {
  /** Ids of the collectors' adapters that it fits. */
  readonly adapters: readonly string[];
  readonly reader: LiveReader;
  writer(writes: readonly string[]): McpWriter;
}

/** What somebody is about to execute, as far as claims go. */
export interface ClaimWish {
  readonly remediation: string;
  /** Which database of claims it was proposed under; absent: it was proposed where nothing is shared. */
  readonly claimsLife?: string;
  readonly workstation: string;
  /** Who has it run; `application` where policy lets it run by itself. */
  readonly by: string;
  readonly planHash: string;
  /** Agreed to here: by whom, and how many of them it takes, being what; absent: it takes nobody of here. */
  readonly agreed?: { readonly by: readonly string[]; readonly needed: number; readonly role: Role };
  /** Without asking the shared database: it does not answer, and they typed what cannot be excluded. */
  readonly breakGlass?: { readonly by: string; readonly typed: string };
}

export type Claimed =
  | { readonly is: 'made' }
  /** Somebody has it, and executes it. */
  | { readonly is: 'taken'; readonly text: string }
  /** Nobody may ever execute it any more: whether somebody did cannot be known, or whoever claimed it is gone. */
  | { readonly is: 'lost'; readonly text: string }
  /** Agreed to by somebody whom the shared database does not believe: others may still have it approved. */
  | { readonly is: 'not-agreed'; readonly text: string }
  /** Whoever has to be asked cannot be: nothing is decided, and it can be tried again. */
  | { readonly is: 'away'; readonly text: string };

/** Whether those that have to be asked about claims can be, at this moment. */
export type ClaimsReach =
  | { readonly is: 'answers' }
  /** It answers, and will not have this account, or was not set up. */
  | { readonly is: 'refuses'; readonly text: string }
  | { readonly is: 'silent'; readonly text: string };

/** Who may execute a remediation. Whoever makes the claim is the only one, for ever. */
export interface Claims {
  acquire(wish: ClaimWish): Promise<Claimed>;
  /** Whether this workstation has made one, also where the record of the remediation knows nothing of it. */
  isMadeHere(remediation: string): Promise<boolean>;
  /** Of the database that a new remediation is claimed in; undefined where nothing is shared. */
  life(): Promise<string | undefined>;
  /** Whether others may claim it as well. */
  isShared(remediation: { readonly claimsLife?: string }): boolean;
  /** Why what is shared is not taken up now, as far as that is known without asking; undefined while it can be. */
  readonly away: string | undefined;
  reach(): Promise<ClaimsReach>;
  /** What could not be asked answers again. @returns what ends the subscription */
  onBack(listener: () => void): () => void;
}

/** With what the shared database knows the claim by. */
export type GateWish = ClaimWish & { readonly nonce?: string; readonly operator?: string };

/** The last gate before anything is done: one data directory makes a claim once. */
export interface ClaimGate {
  /** @returns false when there is one already, whoever made it */
  acquire(wish: GateWish): Promise<boolean>;
  isMadeHere(remediation: string): Promise<boolean>;
}

/** Score, policy and decision. */
export interface Judge {
  policy(): { readonly policy: Policy; readonly version: string };
  /** Why nothing that changes anything may run; undefined while it may. */
  killSwitch(): string | undefined;
  score(subject: ScoredProposal): Promise<Score>;
  decide(input: DecisionInput): Decision;
  targetClass(target: Entity): string;
  cluster(view: InventoryView, target: Entity): EntityId | undefined;
  impact(view: InventoryView, target: Entity): Impact;
  /** Those of `others` that do not get along with work on a target. */
  conflicts(
    view: InventoryView,
    target: Entity,
    others: readonly OtherRemediation[],
  ): readonly { readonly remediation: string; readonly text: string }[];
}

export interface ScoredProposal {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  /** Absent where no diagnosis says how sure it is: a person proposed it, or a runbook. */
  readonly confidence?: number;
  readonly pattern: {
    readonly strength: number;
    readonly similarSolved: number;
    readonly similarFailed: number;
  };
}
