import type { CatalogueEntry } from '../../../../shared/contract/remediation.ts';
import type { ReliabilityReport } from '../../../../shared/contract/reliability.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Moment } from '../../../ui/moment.tsx';
import classes from './calibration.module.css';

/** The same figures for each action. */
export function ActionTable(props: { report: ReliabilityReport; actions: readonly CatalogueEntry[] }) {
  const { report, actions } = props;
  const { calibration } = useText();
  const words = calibration.actions;
  const { number, percent } = useFormat();
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{words.action}</th>
          <th scope="col" data-number>
            {words.outcomes}
          </th>
          <th scope="col" data-number>
            {words.succeeded}
          </th>
          <th scope="col" data-number>
            {words.brier}
          </th>
          <th scope="col" data-number>
            {words.ece}
          </th>
          <th scope="col" data-number>
            {words.falseConfidence}
          </th>
          <th scope="col">{words.last}</th>
        </tr>
      </thead>
      <tbody>
        {report.actions.map((one) => (
          <tr key={one.action}>
            <th scope="row">{actions.find(({ id }) => id === one.action)?.title ?? one.action}</th>
            <td data-number>{number(one.outcomes)}</td>
            <td data-number>{percent(one.succeeded * 100)}</td>
            <td data-number>{number(one.brier, 3)}</td>
            <td data-number>{percent(one.ece * 100)}</td>
            <td data-number>
              {one.falseConfidence.rate === undefined ? (
                <span className={classes['dim']}>{words.none}</span>
              ) : (
                percent(one.falseConfidence.rate * 100)
              )}
            </td>
            <td>
              <Moment at={one.lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
