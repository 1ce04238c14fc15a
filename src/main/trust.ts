import { readFileSync } from 'node:fs';
import type { Audit } from './audit/audit.ts';
import { createFeedback, type FeedbackBook } from './feedback/feedback.ts';
import { feedbackSubjects } from './feedback-subjects.ts';
import type { InventoryView } from './inventory/view.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import { resourceFile } from './platform/resource-file.ts';
import { openPolicies } from './policy/open-policies.ts';
import type { Policies } from './policy/policies.ts';
import { createReliability, type Reliability } from './reliability/reliability.ts';
import type { Store } from './store/store.ts';

/** What says how far a proposal may go: history, opinions, policy. */
export interface Trust {
  readonly policies: Policies;
  readonly feedback: FeedbackBook;
  readonly reliability: Reliability;
  close(): void;
}

export async function openTrust(ports: {
  readonly dataDir: string;
  readonly store: Store;
  readonly audit: Pick<Audit, 'record'>;
  readonly view: () => Promise<InventoryView>;
  /** As whom this workstation writes to the shared server, if there is one. */
  readonly account: () => string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): Promise<Trust> {
  const { dataDir, store, audit, view, clock, random, logger } = ports;
  const policies = await openPolicies({
    dataDir,
    defaultText: defaultPolicyText(),
    store: store.policies,
    account: ports.account,
    recordShared: ({ by, ...details }) =>
      audit.record({
        operator: by,
        via: 'shared',
        action: 'policy.taken-over',
        subject: details.version,
        details,
        result: 'done',
      }),
    recordEdit: (details) =>
      audit.record({
        operator: 'whoever edited the file',
        via: 'file',
        action: 'policy.edited',
        subject: details.version,
        details,
        result: 'done',
      }),
    clock,
    random,
    logger,
  });
  const feedback = createFeedback({
    store: store.feedback,
    cellOf: feedbackSubjects({ store, view }),
    clock,
    random,
    logger,
  });
  const reliability = createReliability({
    remediations: store.remediations,
    feedback: () => feedback.all(),
    clock,
    logger,
  });
  const close = feedback.onChanged(() => reliability.feedbackChanged());
  return { policies, feedback, reliability, close };
}

export function defaultPolicyText(): string {
  return readFileSync(resourceFile('default-policy.yaml'), 'utf8');
}
