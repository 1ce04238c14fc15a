import { cleanText } from '../../../shared/clean-text.ts';
import type { DiagnosisStatement } from '../../../shared/model/diagnosis.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CitationMark } from '../assistant/citation-mark.tsx';
import classes from './detail.module.css';

/** Statements, each with the number of what says so. */
export function Statements({
  title,
  statements,
}: {
  title: string;
  statements: readonly DiagnosisStatement[];
}) {
  const { diagnosis: words } = useText().tickets;
  if (statements.length === 0) return null;
  return (
    <>
      <h3 className={classes['sub']}>{title}</h3>
      <ul className={classes['statements']}>
        {statements.map(({ text, citation, by }) => (
          <li key={`${citation} ${text}`} dir="auto">
            {cleanText(text)} <CitationMark number={citation} />
            {by === 'model' && <span className={classes['tag']}>{words.modelSays}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
