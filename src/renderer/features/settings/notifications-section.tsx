import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './diagnostics-section.module.css';
import { SectionPage } from './section-page.tsx';
import { StoredSetting } from './stored-setting.tsx';

const kinds = ['approvals', 'badEndings', 'urgentTickets', 'killSwitch'] as const;

/** Of what people are told who look elsewhere. */
export function NotificationsSection() {
  const { settings: words } = useText().notices;
  return (
    <SectionPage section="notifications" changes="settings.set">
      <Section title={words.title} detail={words.detail}>
        {kinds.map((kind) => (
          <StoredSetting
            key={kind}
            path={`notifications.${kind}`}
            label={words[kind]}
            control={{ type: 'switch' }}
          />
        ))}
        <p className={classes['hint']}>{words.bounded}</p>
      </Section>
    </SectionPage>
  );
}
