import { Autocomplete } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useCall } from '../../../app/use-call.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { SettingRow } from '../setting-row.tsx';
import { valueAt } from '../setting-value.ts';
import { StoredSetting } from '../stored-setting.tsx';
import { useChangeSetting } from '../use-change-setting.ts';
import { CallProblem } from '../call-problem.tsx';
import type { LlmState } from './endpoint-part.tsx';

/** Which model does what, chosen from what the endpoint has; a name that it does not list can be typed. */
export function ModelsPart({ state }: { state: LlmState }) {
  const { languageModel: words } = useText();
  const format = useFormat();
  const { data: read, error } = useCall('llm.models', {}, { staleTime: 30_000 });
  // What another endpoint had is none of this one's.
  const data = error ? undefined : read;
  const names = (kind: 'chat' | 'embedding') =>
    (data?.models ?? [])
      .toSorted((a, b) => Number(b.kind === kind) - Number(a.kind === kind))
      .map(({ id }) => id);
  return (
    <Section title={words.models} {...(data && { detail: words.modelsAt(data.models.length) })}>
      {error && <CallProblem error={error} status="warning" />}
      <ModelField path="llm.model" label={words.chat} detail={words.chatDetail} names={names('chat')} />
      <ModelField
        path="llm.generationModel"
        label={words.generation}
        detail={words.generationDetail}
        names={names('chat')}
      />
      <ModelField
        path="llm.embeddingModel"
        label={words.embedding}
        detail={words.embeddingDetail}
        names={names('embedding')}
      />
      <StoredSetting
        path="llm.contextTokens"
        label={words.context}
        description={words.contextDetail(
          state.contextTokens === undefined ? undefined : format.number(state.contextTokens),
        )}
        control={{ type: 'number', unit: words.tokens }}
      />
    </Section>
  );
}

function ModelField(props: { path: string; label: string; detail: string; names: readonly string[] }) {
  const { path, label, detail, names } = props;
  const { data } = useCall('settings.read', {});
  const change = useChangeSetting();
  const value = valueAt(data?.values, path);
  const stored = typeof value === 'string' ? value : '';
  const [draft, setDraft] = useState(stored);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setDraft(stored);
    setProblem(undefined);
  }, [stored]);
  const write = async (next: string) => {
    const trimmed = next.trim();
    if (trimmed === stored) return;
    try {
      await change(path, trimmed === '' ? undefined : trimmed, label);
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <SettingRow label={label} description={detail} problem={problem}>
      {({ labelId, describedBy }) => (
        <Autocomplete
          aria-labelledby={labelId}
          aria-describedby={describedBy}
          value={draft}
          data={[...new Set(names)]}
          limit={50}
          disabled={!data}
          spellCheck={false}
          autoComplete="off"
          // What is chosen already is no search: all are offered until somebody types.
          {...(draft === stored && { filter: ({ options }) => options })}
          onChange={setDraft}
          onOptionSubmit={(next) => void write(next)}
          onBlur={() => void write(draft)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void write(event.currentTarget.value);
          }}
        />
      )}
    </SettingRow>
  );
}
