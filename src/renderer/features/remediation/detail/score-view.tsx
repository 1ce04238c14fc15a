import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { scorePartNames } from '../../../../shared/model/reliability.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Section } from '../../../ui/section.tsx';
import classes from './detail.module.css';

/** How far it can be trusted: four parts, each with its value, its weight, what it rests on and why. */
export function ScoreView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.score;
  const { number, percent } = useFormat();
  const { score } = record;
  return (
    <Section title={words.title} detail={remediation.scoreOf(number(score.value, 1))}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{words.part}</th>
            <th scope="col" data-number>
              {words.value}
            </th>
            <th scope="col" data-number>
              {words.weight}
            </th>
            <th scope="col" data-number>
              {words.points}
            </th>
            <th scope="col">{words.why}</th>
          </tr>
        </thead>
        <tbody>
          {scorePartNames.map((name) => {
            const part = score.parts[name];
            return (
              <tr key={name}>
                <th scope="row">{words.parts[name]}</th>
                <td data-number>
                  <span className={classes['meter']} aria-hidden>
                    <span style={{ width: `${part.value}%` }} data-basis={part.basis} />
                  </span>
                  {number(part.value)}
                </td>
                <td data-number>{percent(part.weight * 100)}</td>
                <td data-number>{number(part.value * part.weight, 1)}</td>
                <td>
                  {part.why.replaceAll(' %', '\u00A0%')}
                  <span className={classes['basis']}>
                    {words.bases[part.basis]},{' '}
                    {words.sampleCount(
                      number(part.samples, part.samples % 1 === 0 ? 0 : 1),
                      part.samples === 1,
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
