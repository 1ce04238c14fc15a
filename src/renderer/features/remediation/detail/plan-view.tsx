import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Section } from '../../../ui/section.tsx';
import { CallList } from './call-list.tsx';
import { shortHash } from './short-hash.ts';
import { Tooltip } from '@mantine/core';

/** The calls exactly as they will be made, how they are verified, and the number that an approval is for. */
export function PlanView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.plan;
  const { plan, planProblem } = record;
  if (!plan) {
    return (
      <Section title={words.title}>
        <EmptyState
          title={words.none}
          {...(planProblem !== undefined && { reason: words.noneReason(planProblem) })}
        />
      </Section>
    );
  }
  return (
    <Section
      title={words.title}
      detail={words.count(plan.calls.length)}
      actions={<CopyButton label={words.copy} value={JSON.stringify(plan.calls, undefined, 2)} />}
    >
      <CallList calls={plan.calls} />
      <KeyValue
        facts={[
          {
            key: 'verified',
            label: words.verified,
            value: `${plan.verification}; ${words.within(plan.verifyWithinSeconds)}`,
          },
          { key: 'adapter', label: words.adapter, value: plan.adapter, mono: true },
          {
            key: 'hash',
            label: words.hash,
            mono: true,
            value: (
              <Tooltip label={`${words.hashHint} ${plan.hash}`}>
                <span>{shortHash(plan.hash)}</span>
              </Tooltip>
            ),
          },
        ]}
      />
    </Section>
  );
}
