import { Button, Progress } from '@mantine/core';
import { Play, Plug, X } from 'lucide-react';
import { Link } from 'wouter';
import type { Source } from '../../../../shared/contract/sources.ts';
import { links } from '../../../app/links.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { KeyValue } from '../../../ui/key-value.tsx';
import { ExactMoment, Moment, Unknown } from '../../../ui/moment.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './servers.module.css';
import { servesFor } from './serves-for.ts';
import { serverStatus } from './server-status.ts';
import { useCollect } from './use-collect.ts';

/** What it is, how it is, how fresh what came of it is; test it and collect from it. */
export function ServerOverview({ source }: { source: Source }) {
  const text = useText();
  const { number } = useFormat();
  const { servers: words } = text.settings;
  const [, change] = useLinkState(['view']);
  const test = useCommand('sources.test', ['sources.list', 'sources.logs']);
  const { collecting, start, cancel } = useCollect(source.name);
  const { detail } = serverStatus(source, words.states);
  const usable = !source.disabled && source.trust === 'accepted';
  return (
    <div className={classes['facts']}>
      {detail !== undefined && (
        <div role="alert" className={classes['error']}>
          ■ {detail}
        </div>
      )}
      {!source.disabled && source.trust !== 'accepted' && (
        <div className={classes['buttons']}>
          <StatusMark
            status="warning"
            label={source.trust === 'new' ? words.mustBeAccepted : words.mustBeAcceptedAgain}
            wrap
          />
          <Button variant="filled" onClick={() => change({ view: 'trust' })}>
            {words.lookAtIt}
          </Button>
        </div>
      )}
      <div className={classes['buttons']}>
        <Permitted method="sources.test">
          <Button
            leftSection={<Plug size={14} aria-hidden />}
            disabled={!usable}
            loading={test.isPending}
            onClick={() => test.mutate({ name: source.name })}
          >
            {words.test}
          </Button>
        </Permitted>
        {collecting ? (
          <Button leftSection={<X size={14} aria-hidden />} onClick={cancel}>
            {words.cancelCollecting}
          </Button>
        ) : (
          <Permitted method="collection.collect">
            <Button leftSection={<Play size={14} aria-hidden />} disabled={!usable} onClick={start}>
              {words.collectNow}
            </Button>
          </Permitted>
        )}
      </div>
      {collecting && (
        <div role="status">
          <Progress
            value={collecting.percent ?? 100}
            animated={collecting.percent === undefined}
            size="sm"
            aria-label={words.collecting}
          />
          {collecting.lines.map((line) => (
            <div key={line} className={classes['hint']}>
              {line}
            </div>
          ))}
        </div>
      )}
      {test.data && !test.isPending && (
        <div role="status">
          {test.data.ok ? (
            <>
              <StatusMark
                status={test.data.collectors.length + test.data.askedFor.length > 0 ? 'ok' : 'warning'}
                label={words.testOk(
                  `${test.data.server.name} ${test.data.server.version}`,
                  test.data.tools,
                  test.data.connectMs,
                )}
                wrap
              />
              <p className={classes['hint']}>{servesFor(test.data, words)}</p>
            </>
          ) : (
            <>
              <StatusMark status="critical" label={test.data.error.message} wrap />
              {test.data.error.hint !== undefined && (
                <p className={classes['hint']}>{test.data.error.hint}</p>
              )}
              {test.data.log.length > 0 && <pre className={classes['log']}>{test.data.log.join('\n')}</pre>}
            </>
          )}
        </div>
      )}
      {test.error && !test.isPending && <StatusMark status="critical" label={test.error.message} wrap />}
      <KeyValue
        facts={[
          { key: 'target', label: words.facts.target, value: source.target, mono: true },
          ...(source.server
            ? [
                {
                  key: 'server',
                  label: words.facts.server,
                  value: `${source.server.name} ${source.server.version}`,
                },
              ]
            : []),
          ...(source.pid === undefined
            ? []
            : [{ key: 'pid', label: words.facts.pid, value: String(source.pid), mono: true }]),
          {
            key: 'tools',
            label: words.facts.tools,
            value: source.tools === undefined ? <Unknown reason={words.toolsUnknown} /> : source.tools,
          },
          {
            key: 'accepted',
            label: words.facts.accepted,
            value:
              source.acceptedAt === undefined ? words.notAccepted : <ExactMoment at={source.acceptedAt} />,
          },
          {
            key: 'entities',
            label: words.facts.entities,
            value: (
              <Link href={links.inventoryFilter(`source:${source.name}`)}>{number(source.entities)}</Link>
            ),
          },
          ...(source.lab
            ? [
                {
                  key: 'lab',
                  label: words.facts.lab,
                  value: words.labIs(source.lab.size, source.lab.seed, source.lab.scenarios),
                },
              ]
            : []),
        ]}
      />
      <div>
        <h3 className={classes['sub']}>{words.freshness}</h3>
        {source.freshness.length === 0 ? (
          <p className={classes['hint']}>{words.neverCollected}</p>
        ) : (
          <table className={`${classes['table']} ${classes['inset']}`}>
            <thead>
              <tr>
                <th scope="col">{words.freshColumns.domain}</th>
                <th scope="col">{words.freshColumns.complete}</th>
                <th scope="col">{words.freshColumns.last}</th>
                <th scope="col">{words.freshColumns.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {source.freshness.map((one) => (
                <tr key={one.domain}>
                  <td>{words.domains[one.domain]}</td>
                  <td>
                    {one.lastCompleteAt === undefined ? (
                      <Unknown reason={words.neverComplete} />
                    ) : (
                      <Moment at={one.lastCompleteAt} />
                    )}
                  </td>
                  <td>{one.lastRunAt === undefined ? '–' : <Moment at={one.lastRunAt} />}</td>
                  <td title={one.lastError?.message}>
                    {one.running ? (
                      <StatusMark status="info" label={text.activity.outcomes.running} />
                    ) : one.lastOutcome === undefined ? (
                      '–'
                    ) : (
                      <StatusMark
                        status={
                          one.lastOutcome === 'succeeded'
                            ? 'ok'
                            : one.lastOutcome === 'failed'
                              ? 'critical'
                              : 'warning'
                        }
                        label={text.activity.outcomes[one.lastOutcome]}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
