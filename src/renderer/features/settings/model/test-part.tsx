import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { LlmCapability } from '../../../../shared/contract/llm.ts';
import { useClient } from '../../../app/client-context.tsx';
import { useRefresh } from '../../../app/use-call.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './model.module.css';

const marks = { ok: 'ok', fallback: 'warning', failed: 'critical', 'not-set': 'unknown' } as const;

/** Asks the endpoint for each thing, and says what came of each as it comes. */
export function TestPart(props: {
  results: readonly LlmCapability[] | undefined;
  onResults: (results: readonly LlmCapability[]) => void;
}) {
  const { results, onResults } = props;
  const { languageModel: words } = useText();
  const client = useClient();
  const refresh = useRefresh();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const running = useRef<AbortController>(undefined);
  // Of an endpoint that is no longer set nothing is told.
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const controller = new AbortController();
    running.current = controller;
    const tell = (found: readonly LlmCapability[]) => {
      if (!controller.signal.aborted) onResults(found);
    };
    setBusy(true);
    setProblem(undefined);
    let soFar: readonly LlmCapability[] = [];
    tell(soFar);
    try {
      const done = await client.llm.test(
        {},
        { onProgress: (one) => tell((soFar = [...soFar, one])), signal: controller.signal },
      );
      tell(done.results);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
      refresh('llm.state', 'llm.models', 'llm.usage');
    }
  };
  return (
    <Section
      title={words.test}
      detail={words.testDetail}
      actions={
        <Permitted method="llm.test">
          <Button size="xs" loading={busy} onClick={() => void run()}>
            {words.runTest}
          </Button>
        </Permitted>
      }
    >
      {problem !== undefined && <StatusMark status="critical" label={problem} wrap />}
      {results === undefined ? (
        <p className={classes['hint']}>{words.notTested}</p>
      ) : (
        <ul className={classes['results']} aria-live="polite">
          {results.map(({ capability, status, detail, hint, tookMs }) => (
            <li key={capability}>
              <StatusMark status={marks[status]} label={words.capabilities[capability]} />
              <span className={classes['took']}>
                {status === 'not-set' ? '' : words.took(format.number(tookMs))}
              </span>
              <span className={classes['detail']}>
                {detail}
                {hint !== undefined && <span className={classes['hint']}> {hint}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
