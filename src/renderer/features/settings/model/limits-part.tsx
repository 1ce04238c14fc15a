import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { StoredSetting } from '../stored-setting.tsx';

/** How much at once, how long to wait, and the way through the site's network. */
export function LimitsPart() {
  const { languageModel: words } = useText();
  const seconds = { type: 'number', unit: words.seconds } as const;
  return (
    <Section title={words.limits}>
      <StoredSetting
        path="llm.concurrency"
        label={words.concurrency}
        description={words.concurrencyDetail}
        control={{ type: 'number', unit: words.requests }}
      />
      <StoredSetting
        path="llm.timeouts.firstTokenSeconds"
        label={words.firstToken}
        description={words.firstTokenDetail}
        control={seconds}
      />
      <StoredSetting path="llm.timeouts.silenceSeconds" label={words.silence} control={seconds} />
      <StoredSetting path="llm.timeouts.totalSeconds" label={words.total} control={seconds} />
      <StoredSetting
        path="llm.proxy"
        label={words.proxy}
        description={words.proxyDetail}
        control={{ type: 'text', placeholder: 'http://proxy.example.org:3128', mono: true }}
      />
      <StoredSetting
        path="llm.caFile"
        label={words.caFile}
        description={words.caFileDetail}
        control={{ type: 'text', mono: true }}
      />
    </Section>
  );
}
