import { Tooltip } from '@mantine/core';
import type { ScorePart } from '../../../../shared/model/reliability.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import classes from './calibration.module.css';

/** So many rows; the rest is asked for by action. */
const most = 200;

/** What each action counts for now, by what it is done to and why. */
export function CellTable({ action }: { action: string | undefined }) {
  const { calibration } = useText();
  const words = calibration.cells;
  const { number } = useFormat();
  const { data, error, refetch } = useCall('reliability.cells', action === undefined ? {} : { action }, {
    keepPrevious: true,
  });
  return (
    <Section title={words.title} detail={words.detail}>
      {!data ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )
      ) : data.cells.length === 0 ? (
        <p className={classes['dim']}>{words.empty}</p>
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{calibration.action}</th>
              <th scope="col">{words.target}</th>
              <th scope="col">{words.cause}</th>
              <th scope="col" data-number>
                {words.outcomes}
              </th>
              <th scope="col" data-number>
                {words.opinions}
              </th>
              <th scope="col" data-number>
                {words.success}
              </th>
              <th scope="col" data-number>
                {words.feedback}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.cells.slice(0, most).map((cell) => (
              <tr key={`${cell.action} ${cell.targetClass} ${cell.cause}`}>
                <th scope="row">
                  <code>{cell.action}</code>
                </th>
                <td>{cell.targetClass}</td>
                <td>
                  {cell.cause === '' ? <span className={classes['dim']}>{words.anyCause}</span> : cell.cause}
                </td>
                <td data-number>
                  {number(cell.succeeded)} / {number(cell.failed)}
                </td>
                <td data-number>
                  {number(cell.up)} / {number(cell.down)}
                </td>
                <td data-number>
                  <Part part={cell.success} />
                </td>
                <td data-number>
                  <Part part={cell.feedback} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Part({ part }: { part: ScorePart }) {
  const { number } = useFormat();
  return (
    <Tooltip label={part.why}>
      <span tabIndex={0} role="note">
        {number(part.value)}
      </span>
    </Tooltip>
  );
}
