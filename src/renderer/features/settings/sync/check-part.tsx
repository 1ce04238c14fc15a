import { Button, Progress } from '@mantine/core';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { Disclosure } from '../../assistant/disclosure.tsx';
import { DocumentName } from './document-name.tsx';
import { ServerProblem } from './server-problem.tsx';
import classes from './sync.module.css';
import { useCheck, type Check } from './use-check.ts';

type Result = OutputOf<'sync.check'>;
type Differing = Result['collections'][number];

/** Both sides compared document by document: how far that is, then what differs. */
export function CheckPart({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { check: words } = text.sync;
  const { check, cancel } = useCheck();
  return (
    <Section
      title={words.title}
      actions={
        check.is === 'running' ? (
          <Button onClick={cancel}>{words.cancel}</Button>
        ) : (
          <Button onClick={onClose}>{text.ui.close}</Button>
        )
      }
    >
      <div role="status">
        {check.is === 'running' ? <Running check={check} /> : <Outcome check={check} />}
      </div>
      {check.is === 'done' && <Details result={check.result} />}
    </Section>
  );
}

function Running({ check }: { check: Check & { is: 'running' } }) {
  const { sync } = useText();
  const words = sync.check;
  const { progress } = check;
  const part = progress === undefined || progress.total === 0 ? 0 : (100 * progress.done) / progress.total;
  const label =
    progress === undefined ? words.starting : words.running(sync.collections[progress.collection]);
  return (
    <div className={classes['progress']}>
      <span>{label}</span>
      <span className={classes['dim']}>
        {progress !== undefined && words.progress(progress.done, progress.total)}
      </span>
      <Progress value={part} size="xs" aria-label={label} className={classes['progressBar'] ?? ''} />
    </div>
  );
}

function Outcome({ check }: { check: Exclude<Check, { is: 'running' }> }) {
  const { check: words } = useText().sync;
  const { number } = useFormat();
  switch (check.is) {
    case 'done': {
      const took = words.took(number(check.result.tookMs / 1_000, 1));
      return (
        <StatusMark
          status={check.result.ok ? 'ok' : 'warning'}
          label={`${check.result.ok ? words.same : words.notSame}, ${took}`}
          wrap
        />
      );
    }
    case 'cancelled':
      return <StatusMark status="unknown" label={words.cancelled} />;
    case 'failed':
      return <ServerProblem error={check.error} />;
    default:
      return check satisfies never;
  }
}

function Details({ result }: { result: Result }) {
  const { sync } = useText();
  const words = sync.check;
  const differing = result.collections.filter(isDifferent);
  const wrong = result.findings.filter(({ ok }) => !ok);
  const right = result.findings.filter(({ ok }) => ok);
  return (
    <>
      {wrong.length > 0 && <Findings findings={wrong} label={words.findings} />}
      {right.length > 0 && (
        <Disclosure label={<StatusMark status="ok" label={words.inOrder(right.length)} />}>
          <Findings findings={right} label={words.inOrder(right.length)} />
        </Disclosure>
      )}
      {result.collections.length > 0 && (
        <div className={classes['tableFrame']} tabIndex={0} role="group" aria-label={words.title}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{sync.table.name}</th>
                <th scope="col" data-number>
                  {words.here}
                </th>
                <th scope="col" data-number>
                  {words.there}
                </th>
                <th scope="col" className={classes['difference']}>
                  {words.difference}
                </th>
              </tr>
            </thead>
            <tbody>
              {result.collections.map((collection) => (
                <DifferenceRow key={collection.collection} difference={collection} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {differing.length > 0 && <p className={classes['text']}>{words.repairHint}</p>}
    </>
  );
}

/** What was looked at, by the name that its collection has elsewhere. */
function Findings({ findings, label }: { findings: Result['findings']; label: string }) {
  const names: Readonly<Record<string, string>> = useText().sync.collections;
  return (
    <ul className={classes['findings']} aria-label={label}>
      {findings.map(({ subject, ok, text, hint }) => (
        <li key={`${subject} ${text}`}>
          <StatusMark status={ok ? 'ok' : 'critical'} label={names[subject] ?? subject} wrap />
          <span>
            {text}
            {hint !== undefined && <span className={classes['dim']}> {hint}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

const isDifferent = ({ onlyHere, onlyThere, differing }: Differing): boolean =>
  onlyHere.length + onlyThere.length + differing.length > 0;

function DifferenceRow({ difference }: { difference: Differing }) {
  const { sync } = useText();
  const words = sync.check;
  const { number } = useFormat();
  const { collection, here, there, onlyHere, onlyThere, differing } = difference;
  const lists = [
    { key: 'onlyHere', title: words.onlyHereList, said: words.onlyHere, ids: onlyHere },
    { key: 'onlyThere', title: words.onlyThereList, said: words.onlyThere, ids: onlyThere },
    { key: 'differing', title: words.differingList, said: words.differing, ids: differing },
  ].filter(({ ids }) => ids.length > 0);
  return (
    <tr>
      <th scope="row">{sync.collections[collection]}</th>
      <td data-number>{number(here)}</td>
      <td data-number>{number(there)}</td>
      <td className={classes['difference']}>
        {lists.length === 0 ? (
          <StatusMark status="ok" label={words.equal} />
        ) : (
          lists.map(({ key, title, said, ids }) => (
            <Disclosure key={key} label={<StatusMark status="warning" label={said(ids.length)} />}>
              <ul className={classes['ids']} aria-label={title}>
                {ids.map((id) => (
                  <li key={id}>
                    <DocumentName collection={collection} id={id} />
                  </li>
                ))}
              </ul>
              {ids.length >= 100 && <p className={classes['dim']}>{words.firstHundred}</p>}
            </Disclosure>
          ))
        )}
      </td>
    </tr>
  );
}
