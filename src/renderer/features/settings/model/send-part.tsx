import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { StoredSetting } from '../stored-setting.tsx';

/** What may leave the workstation towards the endpoint. */
export function SendPart() {
  const { languageModel: words } = useText();
  return (
    <Section title={words.send}>
      <StatusMark status="ok" label={words.sendSecrets} wrap />
      <StoredSetting
        path="llm.send.addresses"
        label={words.sendAddresses}
        description={words.sendDetail}
        control={{ type: 'switch' }}
      />
      <StoredSetting
        path="llm.send.names"
        label={words.sendNames}
        description={words.sendDetail}
        control={{ type: 'switch' }}
      />
    </Section>
  );
}
