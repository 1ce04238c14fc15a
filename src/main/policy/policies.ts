import type { Instant } from '../../shared/model/ids.ts';
import type { Policy } from '../../shared/model/policy.ts';
import type { PolicyFault } from './parse-policy.ts';

/** What is in force, and what it comes from. */
export interface PolicyInForce {
  /** With the kill switch as it stands now, wherever it was thrown. */
  readonly policy: Policy;
  /** Of the text that it was read from. */
  readonly version: string;
}

export interface KillSwitch {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

/** Why the file as it stands is not in force. */
export interface PolicyProblem {
  readonly text: string;
  readonly faults: readonly PolicyFault[];
  readonly since: Instant;
  /** true: there is no policy that was good before, so nothing that changes anything runs until it is mended. */
  readonly locked: boolean;
}

export interface PolicyRecord {
  readonly sequence: number;
  readonly version: string;
  readonly at: Instant;
  readonly by: string;
  /** first: as it was found; applied: through the application; file: the file was edited beside it. */
  readonly how: 'first' | 'applied' | 'file';
  readonly reason: string;
  readonly text: string;
  /** As a unified diff from the one before. */
  readonly diff: string;
}

/** Who wants it. */
export interface PolicyActor {
  readonly operator: string;
  readonly via: string;
}

/** The site's policy: a file that people edit, read by whoever decides. */
export interface Policies {
  readonly current: PolicyInForce;
  /** The text that is in force, comments included. */
  readonly text: string;
  /** The file as it stands, where that is something else: it cannot be used. */
  readonly fileText: string | undefined;
  readonly file: string;
  readonly problem: PolicyProblem | undefined;
  /** Thrown apart from the file, here or at another workstation; `current.policy.killSwitch` says whether it is on for whatever reason. */
  readonly killed: KillSwitch | undefined;
  /**
   * Writes a whole new text and puts it in force.
   * @throws DomainError policy-invalid | policy-changed (somebody else changed it since `baseVersion`)
   */
  apply(
    change: { readonly text: string; readonly baseVersion: string; readonly reason: string },
    by: PolicyActor,
  ): Promise<PolicyRecord | undefined>;
  /**
   * Edits the file for one purpose, keeping its comments and order: nothing runs by itself any more, or (of one action)
   * may. @throws DomainError policy-invalid
   */
  setAutomatic(
    change: { readonly on: boolean; readonly action?: string; readonly reason: string },
    by: PolicyActor,
  ): Promise<PolicyRecord | undefined>;
  /** Works whatever the file is like. @throws DomainError policy-invalid when the file holds it on and cannot be edited */
  kill(change: { readonly on: boolean; readonly reason: string }, by: PolicyActor): Promise<void>;
  /** Newest first. */
  history(query: { readonly limit: number; readonly before?: number }): Promise<readonly PolicyRecord[]>;
  version(version: string): Promise<PolicyRecord | undefined>;
  /** The file may have been edited. */
  fileChanged(): Promise<void>;
  /** Others wrote policies, or threw or released the kill switch: what is newest of all comes into force here. */
  storeChanged(): Promise<void>;
  /**
   * Before anything of this workstation is shared with a site: where it never was a part of it and the site has a policy,
   * that comes into force here, and what was applied here for this workstation alone is no policy any more. Its file is
   * kept beside.
   */
  join(site: SitePolicies): Promise<void>;
  /** @returns what ends the subscription */
  onChanged(listener: (changed: PolicyChanged) => void): () => void;
}

/** Policies as the site has them, by whatever it keeps them in. */
export interface SitePolicies {
  ids(): Promise<readonly string[]>;
  read(ids: readonly string[]): Promise<readonly { readonly id: string }[]>;
}

export interface PolicyChanged {
  /** shared: it came from another workstation. */
  readonly by: 'operator' | 'file' | 'shared';
  readonly version: string;
  readonly problem?: string;
  /** Whose policy came into force; `over`: whose, written at the same time, it took the place of. */
  readonly taken?: { readonly by: string; readonly over?: string };
}
