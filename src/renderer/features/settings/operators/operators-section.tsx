import { useState } from 'react';
import { usePermission, useWhoAmI } from '../../../app/use-permission.ts';
import { useCall, useEvent, useRefresh } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { SectionPage } from '../section-page.tsx';
import { AddOperator } from './add-operator.tsx';
import { OperatorRow } from './operator-row.tsx';
import classes from './operators.module.css';
import { TokenDialog, type ShownToken } from './token-dialog.tsx';

/** Who may sign in at this installation; for its admins. */
export function OperatorsSection() {
  const { operators: words } = useText();
  const { granted } = usePermission('operators.list');
  return (
    <SectionPage section="operators" changes="operators.add">
      {granted ? <OperatorList /> : <p className={classes['lead']}>{words.nobodyReason}</p>}
    </SectionPage>
  );
}

function OperatorList() {
  const { operators: words } = useText();
  const refresh = useRefresh();
  const who = useWhoAmI();
  const { data, error, refetch } = useCall('operators.list', {});
  const [token, setToken] = useState<ShownToken>();
  useEvent('operators.changed', {}, () => refresh('operators.list'));
  return (
    <>
      {who && <p className={classes['lead']}>{words.owner(who.operator)}</p>}
      {data?.problem !== undefined && (
        <div className={classes['problem']} role="alert">
          <StatusMark status="critical" label={words.unusable(data.file)} wrap />
          <div>{data.problem}</div>
        </div>
      )}
      <Section title={words.list}>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <SkeletonRows rows={4} />
        ) : data.operators.length === 0 ? (
          <EmptyState title={words.nobody} reason={words.nobodyReason} />
        ) : (
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col">{words.columns.role}</th>
                <th scope="col">{words.columns.token}</th>
                <th scope="col">{words.columns.signIn}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {data.operators.map((operator) => (
                <OperatorRow key={operator.name} operator={operator} onToken={setToken} />
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Section title={words.add}>
        <AddOperator onToken={setToken} />
      </Section>
      <TokenDialog shown={token} onClose={() => setToken(undefined)} />
    </>
  );
}
