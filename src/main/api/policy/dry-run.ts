import { instant } from '../../../shared/model/ids.ts';
import { remediationSchema, type Remediation } from '../../../shared/model/remediation.ts';
import type { App } from '../../app.ts';
import { invalid } from '../../policy/open-policies.ts';
import { parsePolicy, versionOf } from '../../policy/parse-policy.ts';
import { replayDecisions } from '../../remediation/decision/replay.ts';
import type { Handler } from '../handler.ts';

const mostListed = 500;

export const dryRun: Handler<'policy.dryRun'> = async ({ text, days }, { app }) => {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw invalid(parsed.faults);
  const since = instant(Date.parse(app.clock.now()) - days * 86_400_000);
  const replay = replayDecisions(await allRemediations(app), {
    policy: parsed.policy,
    version: versionOf(text),
    since,
  });
  const moves = Map.groupBy(replay.different, ({ was, would }) => `${was.is}\n${would.is}`);
  return {
    decided: replay.decided,
    skipped: replay.skipped,
    different: replay.different.length,
    items: replay.different.slice(0, mostListed).map(({ remediation, because, ...verdicts }) => ({
      remediation: remediation.id,
      ...(remediation.ticketId !== undefined && { ticket: remediation.ticketId }),
      action: remediation.action,
      targetName: remediation.targetName,
      at: remediation.decision.at,
      ...verdicts,
      because: [...because],
      ...(remediation.outcome !== undefined && { outcome: remediation.outcome }),
    })),
    moves: [...moves].map(([key, list]) => {
      const [was = '', would = ''] = key.split('\n');
      return { was, would, count: list.length };
    }),
  };
};

async function allRemediations({ store }: App): Promise<Remediation[]> {
  const found: Remediation[] = [];
  for await (const batch of store.remediations.each()) {
    for (const stored of batch) {
      const parsed = remediationSchema.safeParse(stored);
      if (parsed.success) found.push(parsed.data);
    }
  }
  return found;
}
