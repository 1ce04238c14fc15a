import { Button, Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Ticket } from '../../../shared/model/ticket.ts';
import { usePortStatus } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { CallList } from '../assistant/call-list.tsx';
import { CitationsProvider, type Citations, type PassageCitation } from '../assistant/citations-context.ts';
import { Disclosure } from '../assistant/disclosure.tsx';
import { CitedPassage } from '../assistant/cited-passage.tsx';
import { SourceList } from '../assistant/source-list.tsx';
import { cleanLines } from '../../ui/markdown-tree.ts';
import classes from './detail.module.css';
import { FeedbackThumbs } from './feedback-thumbs.tsx';
import { HypothesisView } from './hypothesis-view.tsx';
import { Statements } from './statements.tsx';
import { useDiagnose } from './use-diagnose.ts';

/** What was worked out about a ticket: causes with what speaks for and against each, and what it all rests on. */
export function DiagnosisView({ ticket }: { ticket: Ticket }) {
  const { diagnosis: words } = useText().tickets;
  const { diagnosis } = ticket;
  return (
    <Section
      title={words.title}
      detail={diagnosis && <By diagnosis={diagnosis} />}
      actions={<DiagnoseButton ticket={ticket} />}
    >
      <RunLine id={ticket.id} />
      {diagnosis === undefined ? (
        <p className={classes['note']}>{words.noneReason}</p>
      ) : (
        // What is folded out belongs to this diagnosis, not to the one before it.
        <Found key={diagnosis.at} ticket={ticket} diagnosis={diagnosis} />
      )}
    </Section>
  );
}

function By({ diagnosis }: { diagnosis: Diagnosis }) {
  const { diagnosis: words } = useText().tickets;
  return (
    <>
      {diagnosis.by === 'model' ? words.byModel(cleanText(diagnosis.model ?? '')) : words.byRules} ·{' '}
      <Moment at={diagnosis.at} />
    </>
  );
}

function DiagnoseButton({ ticket }: { ticket: Ticket }) {
  const { diagnosis: words } = useText().tickets;
  const { run, start } = useDiagnose(ticket.id);
  const away = usePortStatus().is !== 'open';
  if (run?.is === 'running') {
    return (
      <Button size="xs" onClick={run.stop}>
        {words.stop}
      </Button>
    );
  }
  return (
    <Button.Group>
      <Button size="xs" disabled={away} onClick={() => start()}>
        {ticket.diagnosis === undefined ? words.run : words.again}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" disabled={away} px={8} aria-label={words.withoutModel}>
            <ChevronDown size={12} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => start(false)}>{words.withoutModel}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

/** How the diagnosis that was asked for goes, and what came of it. */
function RunLine({ id }: { id: string }) {
  const { diagnosis: words } = useText().tickets;
  const { run } = useDiagnose(id);
  if (run === undefined) return null;
  switch (run.is) {
    case 'running':
      return (
        <p className={classes['running']} role="status">
          <span className={classes['pulse']} aria-hidden /> {words.steps[run.step]}
        </p>
      );
    case 'failed':
      return (
        <div role="alert" className={classes['failure']}>
          <StatusMark status="critical" label={`${words.failed}: ${run.message}`} wrap />
          {run.hint !== undefined && <p className={classes['note']}>{run.hint}</p>}
        </div>
      );
    case 'done':
      return (
        <div role="status" className={classes['failure']}>
          <StatusMark status="ok" label={words.proposed(run.result.proposed.length)} wrap />
          {run.result.notProposed.map(({ action, target, reason }) => (
            <p key={`${action} ${target}`} className={classes['note']}>
              {words.notProposed(action, cleanText(target), reason)}
            </p>
          ))}
        </div>
      );
    default:
      return run satisfies never;
  }
}

function Found({ ticket, diagnosis }: { ticket: Ticket; diagnosis: Diagnosis }) {
  const { diagnosis: words } = useText().tickets;
  const { percent } = useFormat();
  const [callsOpen, setCallsOpen] = useState(false);
  const [shownCall, setShownCall] = useState<string>();
  const [passage, setPassage] = useState<PassageCitation>();
  const citations = useMemo(
    (): Citations => ({
      byNumber: new Map(diagnosis.citations.map((citation) => [citation.number, citation])),
      pending: false,
      // Sources open as they are now: what the diagnosis saw of them stands in the diagnosis.
      at: undefined,
      showCall: (id) => {
        setCallsOpen(true);
        setShownCall(id);
      },
      showPassage: setPassage,
    }),
    [diagnosis],
  );
  const [first, ...others] = diagnosis.hypotheses;
  return (
    <CitationsProvider value={citations}>
      <p className={classes['summary']} dir="auto">
        {cleanText(diagnosis.summary)}
      </p>
      {diagnosis.modelProblem !== undefined && (
        <StatusMark status="warning" label={words.modelProblem(cleanText(diagnosis.modelProblem))} wrap />
      )}
      {diagnosis.instructions.length > 0 && <Instructions found={diagnosis.instructions} />}
      {first && <HypothesisView hypothesis={first} />}
      {others.length > 0 && (
        <Disclosure label={words.otherHypotheses(others.length)}>
          <ul className={classes['others']}>
            {others.map((hypothesis) => (
              <li key={`${hypothesis.pattern} ${hypothesis.entity?.id ?? hypothesis.cause}`}>
                <Disclosure
                  label={
                    <span dir="auto">
                      {cleanText(hypothesis.cause)} · {percent(Math.round(hypothesis.confidence * 100))}
                    </span>
                  }
                >
                  <HypothesisView hypothesis={hypothesis} />
                </Disclosure>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <Statements title={words.advice} statements={diagnosis.advice} />
      {diagnosis.gaps.length > 0 && (
        <>
          <h3 className={classes['sub']}>{words.gaps}</h3>
          <ul className={classes['plainList']}>
            {diagnosis.gaps.map((gap) => (
              <li key={gap} dir="auto">
                <StatusMark status="unknown" label={cleanText(gap)} wrap />
              </li>
            ))}
          </ul>
        </>
      )}
      {diagnosis.dropped.length > 0 && (
        <Disclosure label={words.dropped(diagnosis.dropped.length)}>
          <ul className={classes['plainList']}>
            {diagnosis.dropped.map(({ text, reason }) => (
              <li key={text} dir="auto">
                <del>{cleanText(text)}</del> <span className={classes['dim']}>{cleanText(reason)}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {diagnosis.checks.length > 0 && (
        <CallList
          calls={diagnosis.checks}
          open={callsOpen}
          onOpen={(open) => {
            setCallsOpen(open);
            setShownCall(undefined);
          }}
          shown={shownCall}
        />
      )}
      {diagnosis.citations.length > 0 && <SourceList citations={diagnosis.citations} folded />}
      {passage && <CitedPassage citation={passage} onClose={() => setPassage(undefined)} />}
      <FeedbackThumbs about={{ is: 'diagnosis', ticket: ticket.id }} />
    </CitationsProvider>
  );
}

function Instructions({ found }: { found: Diagnosis['instructions'] }) {
  const { diagnosis: words } = useText().tickets;
  return (
    <div className={classes['flag']}>
      <StatusMark status="warning" label={words.instructions(found.length)} wrap />
      <Disclosure label={words.showTexts}>
        {found.map(({ where, excerpt }) => (
          <figure key={`${where} ${excerpt}`} className={classes['excerpt']}>
            <figcaption className={classes['dim']}>{cleanText(where)}</figcaption>
            <blockquote dir="auto">{cleanLines(excerpt)}</blockquote>
          </figure>
        ))}
      </Disclosure>
    </div>
  );
}
