import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { Source } from '../../../../shared/contract/sources.ts';
import { useCall, useCommand } from '../../../app/use-call.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { ExactMoment } from '../../../ui/moment.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { servesFor } from './serves-for.ts';
import { ServerLog } from './server-log.tsx';
import classes from './servers.module.css';
import { CommandBeside, NewTools, ToolChanges } from './trust-changes.tsx';

type Inspection = OutputOf<'sources.inspect'>;

/**
 * Trust on first use, in two steps: the command line is read before it is started, the tools before they are used. A
 * change of either asks again, with what was accepted beside what came.
 */
export function TrustView({ source }: { source: Source }) {
  const { servers: words } = useText().settings;
  const toast = useToast();
  const [, change] = useLinkState(['view']);
  const { name } = source;
  const command = useCall('sources.inspectCommand', { name }, { staleTime: 0 });
  const inspect = useCommand('sources.inspect', ['sources.list', 'sources.logs']);
  const accept = useCommand('sources.accept', ['sources.list', 'sources.inspectCommand', 'sources.tools']);
  const revoke = useCommand('sources.revoke', ['sources.list', 'sources.inspectCommand', 'sources.tools']);
  const [seen, setSeen] = useState<Inspection>();

  if (command.error && !command.data) {
    return <ErrorState error={command.error} onRetry={() => void command.refetch()} />;
  }
  if (!command.data) return <SkeletonRows rows={6} />;
  const { data } = command;
  const look = () =>
    inspect.mutate(
      { name, ...(!data.accepted && { acceptedCommand: data.fingerprint }) },
      { onSuccess: setSeen },
    );
  // What was looked at counts for the command line that was shown with it.
  const inspection = seen && JSON.stringify(seen.command) === JSON.stringify(data.command) ? seen : undefined;

  return (
    <div className={classes['facts']}>
      <p className={classes['hint']}>{words.trust.purpose}</p>
      <div>
        <h3 className={classes['sub']}>{words.trust.stepCommand}</h3>
        <CommandBeside inspection={data} />
        <div className={classes['buttons']} style={{ marginTop: 8 }}>
          {data.accepted ? (
            <StatusMark status="ok" label={words.trust.commandAccepted} />
          ) : (
            <StatusMark
              status="warning"
              label={data.before ? words.trust.commandChanged : words.trust.commandNew}
              wrap
            />
          )}
          <Permitted method="sources.inspect">
            <Button
              variant={data.accepted ? 'default' : 'filled'}
              className={classes['pushed'] ?? ''}
              loading={inspect.isPending}
              disabled={source.disabled}
              onClick={look}
            >
              {data.accepted ? words.trust.lookAgain : words.trust.startAndLook}
            </Button>
          </Permitted>
        </div>
        {source.disabled && <p className={classes['hint']}>{words.trust.disabled}</p>}
        {inspect.error && (
          <div style={{ marginTop: 8 }}>
            <StatusMark status="critical" label={inspect.error.message} wrap />
            {inspect.error.hint !== undefined && <p className={classes['hint']}>{inspect.error.hint}</p>}
            <ServerLog name={name} />
          </div>
        )}
      </div>
      {inspection && (
        <div>
          <h3 className={classes['sub']}>
            {words.trust.stepTools(
              `${inspection.server.name} ${inspection.server.version}`,
              inspection.tools.length,
            )}
          </h3>
          <p className={classes['hint']}>{servesFor(inspection, words)}</p>
          {inspection.accepted ? (
            <StatusMark status="ok" label={words.trust.nothingChanged} />
          ) : (
            <>
              {inspection.before ? (
                <ToolChanges changes={inspection.changes} />
              ) : (
                <NewTools tools={inspection.tools} />
              )}
              <div className={classes['buttons']} style={{ marginTop: 12 }}>
                <Permitted method="sources.accept">
                  <Button
                    variant="filled"
                    loading={accept.isPending}
                    onClick={() =>
                      accept.mutate(
                        { name, fingerprint: inspection.fingerprint },
                        {
                          onSuccess: () => {
                            setSeen(undefined);
                            toast({
                              message: words.trust.accepted(name, inspection.tools.length),
                              status: 'ok',
                            });
                            change({ view: undefined });
                          },
                        },
                      )
                    }
                  >
                    {words.trust.accept(inspection.tools.length)}
                  </Button>
                </Permitted>
                <Button onClick={() => setSeen(undefined)}>{words.trust.notNow}</Button>
              </div>
              {accept.error && <StatusMark status="critical" label={accept.error.message} wrap />}
            </>
          )}
        </div>
      )}
      {data.before && !inspection && (
        <div className={classes['danger']}>
          <span className={classes['hint']}>
            {words.trust.acceptedAt(data.before.tools.length)} <ExactMoment at={data.before.at} />
          </span>
          <Permitted method="sources.revoke">
            <Button
              color="red"
              variant="light"
              className={classes['pushed'] ?? ''}
              loading={revoke.isPending}
              onClick={() =>
                revoke.mutate(
                  { name },
                  { onSuccess: () => toast({ message: words.trust.revoked(name), status: 'ok' }) },
                )
              }
            >
              {words.trust.revoke}
            </Button>
          </Permitted>
        </div>
      )}
    </div>
  );
}
