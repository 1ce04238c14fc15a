import type { ReliabilityReport } from '../../../../shared/contract/reliability.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Unknown } from '../../../ui/moment.tsx';
import classes from './calibration.module.css';

/** Four numbers, each with what it means. */
export function Figures({ report }: { report: ReliabilityReport }) {
  const { calibration } = useText();
  const words = calibration.figures;
  const { number, percent } = useFormat();
  const { score, falseConfidence, gate } = report;
  const shown = (value: number | undefined, text: (value: number) => string) =>
    value === undefined ? <Unknown reason={calibration.unknown} /> : text(value);
  const figures = [
    {
      key: 'succeeded',
      label: words.succeeded,
      value: shown(score.succeeded, (value) => percent(value * 100)),
      detail: words.succeededDetail,
    },
    {
      key: 'brier',
      label: words.brier,
      value: shown(score.brier, (value) => number(value, 3)),
      detail: words.brierDetail,
    },
    {
      key: 'ece',
      label: words.ece,
      value: shown(score.ece, (value) => percent(value * 100)),
      detail: words.eceDetail,
    },
    {
      key: 'false',
      label: words.falseConfidence,
      value: shown(falseConfidence.rate, (value) => percent(value * 100)),
      detail:
        falseConfidence.passed === 0
          ? words.falseConfidenceNone(number(gate))
          : words.falseConfidenceDetail(falseConfidence.failed, falseConfidence.passed, number(gate)),
    },
  ];
  return (
    <dl className={classes['figures']}>
      {figures.map(({ key, label, value, detail }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd className={classes['value']}>{value}</dd>
          <dd className={classes['dim']}>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
