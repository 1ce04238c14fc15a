import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Claim } from '../../../../shared/model/remediation.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ExactMoment } from '../../../ui/moment.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { StateMark } from '../marks.tsx';
import classes from './detail.module.css';
import { GlassBadge } from './glass-badge.tsx';
import { LogView } from './log-view.tsx';

type Run = Pick<ShownRemediation, 'state' | 'journal' | 'outcome'> & { readonly claim?: Claim | undefined };

/** It ran at more than one workstation: said in red, and what each of them did beside what the others did. */
export function DoubleRun({ record }: { record: ShownRemediation }) {
  const { breakGlass: words } = useText();
  const format = useFormat();
  const { otherRuns = [] } = record;
  if (otherRuns.length === 0) return null;
  const { claim, state, journal, outcome } = record;
  const runs: readonly Run[] = [
    { claim, state, journal, ...(outcome !== undefined && { outcome }) },
    ...otherRuns,
  ];
  const places = runs.map((run) => placeOf(run, words.unknownPlace));
  return (
    <section className={classes['double']} aria-label={words.doubleTitle}>
      <div className={classes['doubleHead']} role="alert">
        <StatusMark status="critical" label={words.doubleTitle} />
        <p>{words.doubleText(format.list(places))}</p>
      </div>
      <div className={classes['runs']}>
        {runs.map((run, place) => (
          // The same workstation may stand in it twice, where its data directory was copied.
          <OneRun
            key={`${run.claim?.workstation} ${run.claim?.at} ${run.claim?.nonce}`}
            run={run}
            counts={place === 0}
          />
        ))}
      </div>
    </section>
  );
}

const placeOf = ({ claim }: Run, unknown: string): string =>
  claim === undefined ? unknown : cleanText(claim.workstation);

function OneRun({ run, counts }: { run: Run; counts: boolean }) {
  const { breakGlass: words } = useText();
  const { claim, state, outcome, journal } = run;
  return (
    <article className={classes['run']}>
      <h3 className={classes['runTitle']}>{words.runAt(placeOf(run, words.unknownPlace))}</h3>
      <p className={classes['runFacts']}>
        <StateMark state={state} />
        {claim !== undefined && <ExactMoment at={claim.at} />}
        <GlassBadge claim={claim} />
        {counts && <span className={classes['dim']}>{words.counts}</span>}
      </p>
      {outcome !== undefined && <p className={classes['formText']}>{cleanText(outcome)}</p>}
      {journal.length === 0 ? (
        <p className={classes['dim']}>{words.noEntries}</p>
      ) : (
        <LogView record={run} open />
      )}
    </article>
  );
}
