import { Button } from '@mantine/core';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import classes from './servers.module.css';

/** What a server wrote beside the protocol: most often the reason why it does not start. */
export function ServerLog({ name }: { name: string }) {
  const { servers: words } = useText().settings;
  const { data, error, refetch, isFetching } = useCall('sources.logs', { name }, { staleTime: 0 });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={classes['buttons']}>
        <span className={classes['hint']}>{words.logPurpose}</span>
        <Button
          size="xs"
          className={classes['pushed'] ?? ''}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          {words.readAgain}
        </Button>
      </div>
      <pre className={classes['log']} tabIndex={0} aria-label={words.views.log}>
        {data === undefined ? '' : data.lines.length === 0 ? words.logEmpty : data.lines.join('\n')}
      </pre>
    </>
  );
}
