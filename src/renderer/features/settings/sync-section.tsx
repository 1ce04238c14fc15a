import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { ProbeButton } from './probe-button.tsx';
import { SectionPage } from './section-page.tsx';
import { valueAt } from './setting-value.ts';
import { StoredSetting } from './stored-setting.tsx';

/** Where the CouchDB is that workstations will share. This version keeps its state to itself, and says so. */
export function SyncSection() {
  const { sync: words } = useText().settings;
  const { data } = useCall('settings.read', {});
  const isSet = valueAt(data?.values, 'couchdb.url') !== undefined;
  return (
    <SectionPage section="sync" changes="settings.set">
      <Section title={words.server}>
        <StatusMark status="info" label={words.honest} wrap />
        <StoredSetting
          path="couchdb.url"
          label={words.url}
          description={words.urlDetail}
          control={{ type: 'text', placeholder: 'https://couchdb.example.org:6984', mono: true }}
        />
        <ProbeButton what="couchdb" disabled={!isSet} />
      </Section>
    </SectionPage>
  );
}
