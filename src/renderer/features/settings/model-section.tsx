import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { ProbeButton } from './probe-button.tsx';
import { SectionPage } from './section-page.tsx';
import { valueAt } from './setting-value.ts';
import { StoredSetting } from './stored-setting.tsx';

/** Where a language model is. Nothing of this version talks to one yet, and this page says so. */
export function ModelSection() {
  const { model: words } = useText().settings;
  const { data } = useCall('settings.read', {});
  const isSet = valueAt(data?.values, 'llm.baseUrl') !== undefined;
  return (
    <SectionPage section="model">
      <Section title={words.endpoint}>
        <StatusMark status="info" label={words.honest} wrap />
        <StoredSetting
          path="llm.baseUrl"
          label={words.url}
          description={words.urlDetail}
          control={{ type: 'text', placeholder: 'http://127.0.0.1:11434/v1', mono: true }}
        />
        <StoredSetting
          path="llm.model"
          label={words.name}
          description={words.nameDetail}
          control={{ type: 'text', placeholder: 'llama3.1:8b', mono: true }}
        />
        <ProbeButton what="llm" disabled={!isSet} />
      </Section>
    </SectionPage>
  );
}
