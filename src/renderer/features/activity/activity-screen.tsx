import { Tabs } from '@mantine/core';
import { useLinkState } from '../../app/use-link-state.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import classes from './activity.module.css';
import { AuditTab } from './audit-tab.tsx';
import { CollectionsTab } from './collections-tab.tsx';
import { JobsTab } from './jobs-tab.tsx';

const tabs = ['jobs', 'collections', 'audit'] as const;

/** The logbook: every run, every collection, every act. */
export function ActivityScreen() {
  const text = useText();
  const [{ tab, run }, change] = useLinkState([
    'tab',
    'run',
    'entry',
    'text',
    'period',
    'outcome',
    'job',
    'source',
    'domain',
    'operator',
    'action',
    'result',
  ]);
  // A link to a run finds its way by the run's own name: a job's begins so.
  const implied = run === undefined || run.startsWith('job-') ? 'jobs' : 'collections';
  const shown = tabs.find((one) => one === tab) ?? implied;
  return (
    <div className={classes['screen']}>
      <ScreenHeader title={text.shell.screens.activity}>
        <CopyLinkButton />
      </ScreenHeader>
      <Tabs
        value={shown}
        className={classes['tabs'] ?? ''}
        onChange={(next) =>
          change(
            {
              tab: next === 'jobs' ? undefined : (next ?? undefined),
              run: undefined,
              entry: undefined,
              text: undefined,
              outcome: undefined,
              job: undefined,
              source: undefined,
              domain: undefined,
              operator: undefined,
              action: undefined,
              result: undefined,
            },
            { push: true },
          )
        }
      >
        <Tabs.List className={classes['list'] ?? ''}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {text.activity.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="jobs" className={classes['panel'] ?? ''}>
          <JobsTab />
        </Tabs.Panel>
        <Tabs.Panel value="collections" className={classes['panel'] ?? ''}>
          <CollectionsTab />
        </Tabs.Panel>
        <Tabs.Panel value="audit" className={classes['panel'] ?? ''}>
          <AuditTab />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
