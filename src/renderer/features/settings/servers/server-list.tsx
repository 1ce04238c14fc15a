import { Tooltip } from '@mantine/core';
import type { Source } from '../../../../shared/contract/sources.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { FreshnessBadge } from '../../../ui/freshness-badge.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { valueAt } from '../setting-value.ts';
import { completeSince, serverStatus } from './server-status.ts';
import classes from './servers.module.css';

/** One line a server: its state as shape and word, how much and how fresh what came of it is. */
export function ServerList(props: {
  sources: readonly Source[];
  chosen: string | undefined;
  onChoose: (name: string) => void;
}) {
  const { sources, chosen, onChoose } = props;
  const text = useText();
  const { number } = useFormat();
  const { servers: words } = text.settings;
  const settings = useCall('settings.read', {}).data;
  const interval = Number(valueAt(settings?.values, 'collection.intervalMinutes') ?? 60);
  const step = (by: number) => {
    const at = sources.findIndex(({ name }) => name === chosen);
    const next = sources[Math.min(sources.length - 1, Math.max(0, at + by))];
    if (next) onChoose(next.name);
  };
  useShortcut('list', 'arrowdown', words.next, () => step(1));
  useShortcut('list', 'arrowup', words.previous, () => step(-1));
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col" data-column="name">
            {words.columns.name}
          </th>
          <th scope="col" data-column="state">
            {words.columns.state}
          </th>
          <th scope="col" data-number data-optional data-column="tools">
            {words.columns.tools}
          </th>
          <th scope="col" data-number data-optional data-column="entities">
            {words.columns.entities}
          </th>
          <th scope="col" data-column="complete">
            {words.columns.complete}
          </th>
          <th scope="col" data-optional>
            {words.columns.target}
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => {
          const { status, label, detail } = serverStatus(source, words.states);
          const complete = completeSince(source);
          const age = Math.max(0, ...source.freshness.map(({ ageSeconds = 0 }) => ageSeconds));
          return (
            <tr
              key={source.name}
              aria-selected={source.name === chosen}
              onClick={() => onChoose(source.name)}
            >
              <td>
                <button type="button" className={classes['name']}>
                  {source.name}
                </button>
                {source.simulated && <span className={classes['simulated']}>{words.simulated}</span>}
              </td>
              <td>
                <Tooltip label={detail ?? label} disabled={detail === undefined}>
                  <span>
                    <StatusMark status={status} label={label} />
                  </span>
                </Tooltip>
              </td>
              <td data-number data-optional>
                {source.tools === undefined ? '–' : number(source.tools)}
              </td>
              <td data-number data-optional>
                {number(source.entities)}
              </td>
              <td data-column="complete">
                {source.freshness.length === 0 ? (
                  <FreshnessBadge />
                ) : (
                  <FreshnessBadge
                    {...(complete !== undefined && { at: complete })}
                    ageSeconds={age}
                    maxAgeSeconds={interval * 120}
                    {...(complete === undefined && { reason: words.neverComplete })}
                  />
                )}
              </td>
              <td data-optional className={classes['target']} title={source.target}>
                {source.target}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
