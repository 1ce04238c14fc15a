import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema } from '../shared/model/ids.ts';
import type { Role } from '../shared/model/role.ts';
import type { Audit } from './audit/audit.ts';
import { createCollectAfter, type CollectAfter } from './collect-after.ts';
import type { CollectRequest } from './collect-sources.ts';
import { chosenAdapters } from './collectors/chosen.ts';
import type { CollectorDefinition } from './collectors/collector.ts';
import type { Inventory } from './inventory/inventory.ts';
import { openClaims, type ClaimSync, type NoteTicket } from './open-claims.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import type { Policies } from './policy/policies.ts';
import { targetClassOf } from './reliability/target-class.ts';
import type { RemediationAction } from './remediation/action.ts';
import { createRemediations, type PausePort } from './remediation/create-remediations.ts';
import { conflictsOf } from './remediation/decision/conflicts.ts';
import { decide } from './remediation/decision/decide.ts';
import { impactOf } from './remediation/decision/impact.ts';
import { clusterOf } from './remediation/decision/stands-on.ts';
import type { RoleNow } from './remediation/engine/agreement.ts';
import type { MetricsPort } from './remediation/engine/metric-conditions.ts';
import type { Judge, RemediationSettings, TargetServers } from './remediation/engine/ports.ts';
import type { SilencePort } from './remediation/engine/silencing.ts';
import type { Remediations } from './remediation/remediations.ts';
import { createRunbooks, type RunbookPorts, type Runbooks } from './remediation/runbooks/create-runbooks.ts';
import { runFiles } from './remediation/runbooks/run-files.ts';
import type { Store } from './store/store.ts';
import type { Topology } from './topology/topology.ts';
import type { Trust } from './trust.ts';

const settings: RemediationSettings = {
  perDomain: 3,
  holdAtMostMs: 15 * 60_000,
  givenUpAfterMs: 10 * 60_000,
};

/** Remediations as the application has them: judged by the site's policy, done on its MCP servers. */
export function openRemediations(ports: {
  readonly dataDir: string;
  readonly store: Store;
  readonly audit: Audit;
  readonly catalogue: readonly RemediationAction[];
  readonly collectors: readonly CollectorDefinition[];
  readonly inventory: Pick<Inventory, 'view'>;
  readonly topology: Topology;
  readonly mcp: Pick<Mcp, 'pool'>;
  readonly trust: Pick<Trust, 'policies' | 'reliability'>;
  readonly metrics: MetricsPort;
  readonly silencing: SilencePort;
  /** The first thing that a ticket is about, and whether it may be worked on by itself. */
  readonly ticket: RunbookPorts['ticket'];
  /** What somebody may do at this moment; undefined for whoever is not let in any more. */
  readonly roleNow: (operator: string) => Role | undefined;
  readonly removeSecrets: () => Promise<(text: string) => string>;
  readonly collect: (request: CollectRequest) => Promise<unknown>;
  /** What workstations share; absent: this one works for itself alone. */
  readonly sync?: ClaimSync;
  /** Has a ticket say something of a remediation that moved no further. */
  readonly noteTicket: NoteTicket;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): {
  readonly remediations: Remediations;
  readonly runbooks: Runbooks;
  /** Collects what an entity belongs to, begun after the call. */
  readonly collected: CollectAfter['collect'];
  readonly unfollow: () => void;
} {
  const { store, audit, catalogue, inventory, trust, clock, random, logger } = ports;
  const claims = openClaims({ ...ports, ...(ports.sync && { sync: ports.sync }) });
  const remediations = createRemediations(
    {
      store: store.remediations,
      audit,
      catalogue,
      inventory,
      servers: targetServers(ports.mcp, ports.collectors),
      metrics: ports.metrics,
      silencing: ports.silencing,
      claims: claims.claims,
      silentMs: (workstation) => claims.silentMs(workstation),
      judge: createJudge(trust, ports.topology),
      ticketAutomation: async (id) => (await ports.ticket(id))?.automation ?? false,
      workstation: () => audit.workstation(),
      roleNow: roleWhereGiven(ports.roleNow, audit),
      removeSecrets: ports.removeSecrets,
      settings,
      clock,
      random,
      logger,
    },
    pauseFile(join(ports.dataDir, 'remediation-paused.json'), clock),
  );
  const after = createCollectAfter({ collect: ports.collect, logger });
  const runbooks = createRunbooks({
    folder: join(ports.dataDir, 'runbooks'),
    files: runFiles(join(ports.dataDir, 'runbook-runs'), logger),
    catalogue,
    remediations,
    inventory,
    ticket: ports.ticket,
    roleNow: ports.roleNow,
    collected: (target) => after.collect(target),
    audit,
    clock,
    random,
    logger,
  });
  const stops = [
    remediations.onChanged((changed) => trust.reliability.remediationChanged(changed)),
    trust.policies.onChanged(() => remediations.policyChanged()),
    remediations.onChanged(({ journal, target }, where) => {
      // Whoever did it collects it; what that saw comes from there.
      if (where === 'elsewhere') return;
      if (journal.at(-1)?.is === 'ended' && journal.some(({ is }) => is === 'call-intended')) {
        void after.collect(target);
      }
    }),
    () => after.close(),
    claims.follow(remediations, ports.noteTicket),
  ];
  return {
    remediations,
    runbooks,
    collected: (entity) => after.collect(entity),
    unfollow() {
      for (const stop of stops) stop();
    },
  };
}

/**
 * Operators are known at their own workstations: what somebody of another one may do is what the approval says, which
 * the shared server took from no other account than theirs.
 */
function roleWhereGiven(
  roleHere: (operator: string) => Role | undefined,
  audit: Pick<Audit, 'workstation'>,
): RoleNow {
  let own: string | undefined;
  audit.workstation().then(
    (name) => (own = name),
    // Without a name of its own, nothing is taken for somebody else's.
    () => {},
  );
  return (operator, given) => {
    const role = roleHere(operator);
    const isFromElsewhere = own !== undefined && given !== undefined && given.workstation !== own;
    if (role !== undefined || !isFromElsewhere) return role;
    return given.role ?? 'approver';
  };
}

function createJudge(
  { policies, reliability }: Pick<Trust, 'policies' | 'reliability'>,
  topology: Topology,
): Judge {
  return {
    policy: () => policies.current,
    killSwitch: () => killSwitchOf(policies),
    score: (subject) => reliability.score(subject),
    decide,
    targetClass: targetClassOf,
    cluster: clusterOf,
    impact: (view, target) => impactOf(view, topology, target),
    conflicts: conflictsOf,
  };
}

function killSwitchOf({ current, killed, problem }: Policies): string | undefined {
  if (!current.policy.killSwitch) return undefined;
  if (killed) return `${killed.by} threw the kill switch: ${killed.reason}`;
  return problem?.locked === true
    ? 'there is no policy that can be used'
    : 'the policy has the kill switch on';
}

/** Accepted servers, connected when they are needed; what they are is told by the collectors' adapters. */
function targetServers(
  { pool }: Pick<Mcp, 'pool'>,
  collectors: readonly CollectorDefinition[],
): TargetServers {
  return {
    hold: (source) => pool.hold(source),
    async open(source, signal) {
      const session = await pool.session(source, signal ? { signal } : {});
      return {
        adapters: chosenAdapters(collectors, session.server).map(
          ({ adapter }) => adapter.revision ?? adapter.id,
        ),
        reader: { source, call: (tool, args) => session.callTool(tool, { ...args }) },
        writer: (writes) => pool.writer(source, { writes }),
      };
    },
  };
}

const pauseFileSchema = z.strictObject({
  paused: z.strictObject({ reason: z.string(), by: z.string(), at: instantSchema }).nullable(),
});

function pauseFile(file: string, clock: Pick<Clock, 'now'>): PausePort {
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      try {
        return pauseFileSchema.parse(JSON.parse(text)).paused ?? undefined;
      } catch {
        // Whether it is paused is not known: then it is, and what was interrupted is looked at all the same.
        return { reason: `${file} cannot be read`, by: 'application', at: clock.now() };
      }
    },
    write: (paused) =>
      writeFileAtomic(file, `${JSON.stringify({ paused: paused ?? null })}\n`, { mode: 0o600 }),
  };
}
