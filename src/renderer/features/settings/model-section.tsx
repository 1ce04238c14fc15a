import { useState } from 'react';
import type { LlmCapability } from '../../../shared/contract/llm.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { EndpointPart } from './model/endpoint-part.tsx';
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
  const [results, setResults] = useState<readonly LlmCapability[]>();
  useEvent('llm.changed', {}, () => refresh('llm.state', 'llm.models'));
  return (
    <SectionPage section="model" changes="settings.set">
      <EndpointPart state={state} />
      {state?.endpoint !== undefined && (
        <>
          <ModelsPart state={state} />
          <TestPart key={state.endpoint} results={results} onResults={setResults} />
        </>
      )}
      <SendPart />
      <UsagePart />
      <LimitsPart />
    </SectionPage>
  );
}
