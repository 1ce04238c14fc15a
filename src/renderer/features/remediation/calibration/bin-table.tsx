import type { ReliabilityReport } from '../../../../shared/contract/reliability.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import classes from './calibration.module.css';
import { seriesOf } from './series.ts';

/** The diagram in numbers. */
export function BinTable({ report }: { report: ReliabilityReport }) {
  const { calibration } = useText();
  const words = calibration.diagram;
  const { number, percent } = useFormat();
  const share = (value: number) => percent(value * 100);
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{words.of}</th>
          <th scope="col" data-number>
            {words.forecast}
          </th>
          <th scope="col" data-number>
            {words.succeeded}
          </th>
          <th scope="col" data-number>
            {words.outcomes}
          </th>
        </tr>
      </thead>
      <tbody>
        {seriesOf(report).flatMap(({ key, points }) =>
          points.map(({ from, to, forecast, succeeded, outcomes }) => (
            <tr key={`${key} ${from}`}>
              <th scope="row">
                {calibration.series[key]}, {words.bin(share(from), share(to))}
              </th>
              <td data-number>{share(forecast)}</td>
              <td data-number>{share(succeeded)}</td>
              <td data-number>{number(outcomes)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
