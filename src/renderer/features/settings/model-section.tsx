import { useEffect, useRef, useState } from 'react';
import type { LlmCapability } from '../../../shared/contract/llm.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { EndpointPart, type LlmState } from './model/endpoint-part.tsx';
import { LimitsPart } from './model/limits-part.tsx';
import { ModelsPart } from './model/models-part.tsx';
import { SendPart } from './model/send-part.tsx';
import { TestPart } from './model/test-part.tsx';
import { UsagePart } from './model/usage-part.tsx';
import { SectionPage } from './section-page.tsx';

/** Where a language model is, which one, what of it works, what may go there, and what it was used for. */
export function ModelSection() {
  const { data: state } = useCall('llm.state', {});
  const refresh = useRefresh();
  const [tested, setTested] = useState<{ subject: string; results: readonly LlmCapability[] }>();
  const subject = subjectOf(state);
  // A model that was chosen just before is known here only while the test runs.
  const latest = useRef(subject);
  useEffect(() => {
    latest.current = subject;
  }, [subject]);
  useEvent('llm.changed', {}, () => refresh('llm.state', 'llm.models'));
  return (
    <SectionPage section="model" changes="settings.set">
      <EndpointPart state={state} />
      {state?.endpoint !== undefined && (
        <>
          <ModelsPart state={state} />
          <TestPart
            key={state.endpoint}
            results={tested?.subject === subject ? tested.results : undefined}
            onResults={(results) => setTested({ subject: latest.current, results })}
          />
        </>
      )}
      <SendPart />
      <UsagePart />
      <LimitsPart />
    </SectionPage>
  );
}

/** What a test is about: its results say nothing of another endpoint or model. */
function subjectOf(state: LlmState | undefined): string {
  return JSON.stringify([state?.endpoint, state?.models, state?.key.place]);
}
