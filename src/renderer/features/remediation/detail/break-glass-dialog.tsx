import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { useCall, useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { errorText } from '../error-text.ts';
import { RiskMark } from '../marks.tsx';
import { CallList } from './call-list.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import classes from './detail.module.css';
import { shortHash } from './short-hash.ts';
import { touched } from './use-remediation-commands.ts';

/**
 * Running it although nobody can say whether it runs elsewhere: what cannot be excluded is read, and typed. The shared
 * database is asked once more as this opens; where it answers there is no glass to break.
 */
export function BreakGlassDialog(props: {
  record: ShownRemediation;
  /** As it was when the question was opened: no other is run. */
  plan: Plan;
  /** Why nothing can be run at all. */
  blocked: string | undefined;
  onClose: () => void;
}) {
  const { record, plan, blocked, onClose } = props;
  const { remediation, breakGlass: words } = useText();
  const toast = useToast();
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const asked = useCall('remediation.breakGlassOf', { id: record.id }, { staleTime: 0 });
  const approve = useCommand('remediation.approve', touched);
  const run = useCommand('remediation.run', touched);
  const target = cleanText(record.targetName);
  const what = remediation.title(record.actionTitle, target);
  const isApproved = record.state === 'approved';
  const needsName = !isApproved && record.decision.approvals.typedName;
  const named = !needsName || name.trim() === record.targetName;
  // Whatever was read before it was opened is no answer.
  const terms = asked.isFetchedAfterMount ? asked.data : undefined;
  const possible = terms?.possible === true;
  const said = possible && typed.trim() === terms.type;
  const onSuccess = () => {
    toast({ message: words.done(what), status: 'warning' });
    onClose();
  };
  const decide = () => {
    const breakGlass = { typed: typed.trim() };
    if (isApproved) run.mutate({ id: record.id, breakGlass }, { onSuccess });
    else {
      approve.mutate(
        {
          id: record.id,
          planHash: plan.hash,
          run: true,
          breakGlass,
          ...(needsName && { typedName: name.trim() }),
        },
        { onSuccess },
      );
    }
  };
  return (
    <DecideDialog
      title={words.title(what)}
      action={words.act(target)}
      danger
      ready={said && named && blocked === undefined}
      busy={approve.isPending || run.isPending}
      problem={blocked ?? errorText(approve.error ?? run.error ?? asked.error)}
      onDecide={decide}
      onClose={onClose}
    >
      {terms === undefined ? (
        asked.error === null && (
          <div role="status" aria-label={words.asking}>
            <p className={classes['formText']}>{words.asking}</p>
            <SkeletonRows rows={4} />
          </div>
        )
      ) : !possible ? (
        <StatusMark status="info" label={terms.why ?? words.notNow} wrap />
      ) : (
        <>
          <div className={classes['glass']}>
            <strong>{words.warning}</strong>
            <p>{cleanText(terms.statement)}</p>
          </div>
          <p className={classes['formText']}>
            {words.runText} {words.marked}
          </p>
          <p className={classes['decideHead']}>
            <RiskMark risk={record.decision.risk.level} />
            <span>{remediation.confirm.calls(plan.calls.length)}</span>
            <span className={classes['dim']}>
              {remediation.confirm.keepPlan} <code>{shortHash(plan.hash)}</code>
            </span>
          </p>
          <div className={classes['decideCalls']}>
            <CallList calls={plan.calls} />
          </div>
          {needsName && (
            <Typed
              label={remediation.confirm.typeName(target)}
              value={name}
              said={named ? remediation.confirm.typed : undefined}
              onChange={setName}
            />
          )}
          <Typed
            label={words.type}
            sentence={terms.type}
            value={typed}
            said={said ? words.matches : undefined}
            onChange={setTyped}
          />
        </>
      )}
    </DecideDialog>
  );
}

function Typed(props: {
  label: string;
  sentence?: string;
  value: string;
  said: string | undefined;
  onChange: (value: string) => void;
}) {
  const { label, sentence, value, said, onChange } = props;
  return (
    <TextInput
      label={label}
      description={sentence !== undefined && <span className={classes['sentence']}>{sentence}</span>}
      value={value}
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: classes['typed'] ?? '' }}
      rightSectionWidth={150}
      rightSection={said !== undefined && <StatusMark status="ok" label={said} />}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
