import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { SectionPage } from '../section-page.tsx';
import { CollectionTable } from './collection-table.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ParkedList } from './parked-list.tsx';
import { StatePart } from './state-part.tsx';
import classes from './sync.module.css';

/** What workstations share: how this one is connected, how far each collection is, and what was refused. */
export function SyncSection() {
  const { data, error, refetch } = useCall('sync.status', {});
  return (
    <SectionPage section="sync" changes="sync.connect">
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <div className={classes['waiting']}>
            <SkeletonRows rows={12} />
          </div>
        )
      ) : data.state === 'off' ? (
        <NotConnected />
      ) : (
        <>
          <StatePart status={data} />
          <CollectionTable status={data} />
          <ParkedList />
        </>
      )}
    </SectionPage>
  );
}

function NotConnected() {
  const { first, form } = useText().sync;
  return (
    <>
      <Section title={first.title}>
        <ul className={classes['gives']}>
          {first.gives.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className={classes['text']}>{first.needs}</p>
      </Section>
      <Section title={form.title}>
        <ConnectForm />
      </Section>
    </>
  );
}
