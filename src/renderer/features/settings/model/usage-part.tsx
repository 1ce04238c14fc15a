import { seconds } from '../../../../shared/format.ts';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { useCall } from '../../../app/use-call.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import classes from './model.module.css';

type Row = OutputOf<'llm.usage'>['total'];

/** Tokens and time by what they were used for. */
export function UsagePart() {
  const { languageModel: words } = useText();
  const format = useFormat();
  const { data } = useCall('llm.usage', {}, { staleTime: 5_000 });
  const cells = (row: Row) => (
    <>
      {[row.requests, row.failed, row.promptTokens, row.completionTokens].map((value, i) => (
        <td key={i} data-number>
          {format.number(value)}
        </td>
      ))}
      <td data-number>{seconds(Math.round(row.durationMs / 100) / 10)}</td>
    </>
  );
  if (!data) return null;
  return (
    <Section title={words.usage}>
      {data.features.length === 0 ? (
        <p className={classes['hint']}>{words.noUsage}</p>
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{words.usageColumns.feature}</th>
              {[
                words.usageColumns.requests,
                words.usageColumns.failed,
                words.usageColumns.prompt,
                words.usageColumns.completion,
                words.usageColumns.time,
              ].map((title) => (
                <th key={title} scope="col" data-number>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.features.map((row) => (
              <tr key={row.feature}>
                <td>{words.features[row.feature] ?? row.feature}</td>
                {cells(row)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{words.usageAll}</td>
              {cells(data.total)}
            </tr>
          </tfoot>
        </table>
      )}
      {data.total.estimatedTokens > 0 && (
        <p className={classes['hint']}>{words.estimated(format.number(data.total.estimatedTokens))}</p>
      )}
    </Section>
  );
}
