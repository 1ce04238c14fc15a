import { Button } from '@mantine/core';
import { FilePlus, WandSparkles } from 'lucide-react';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useClient } from '../../../app/client-context.tsx';
import { Permitted } from '../../../app/permitted.tsx';
import { useCall, useEvent, useRefresh } from '../../../app/use-call.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { SectionPage } from '../section-page.tsx';
import { DraftDialog } from './draft-dialog.tsx';
import { newProfile, writeProfileDraft } from './profile-drafts.ts';
import { ProfileEditor } from './profile-editor.tsx';
import { ProfileList } from './profile-list.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import classes from './profiles.module.css';

/** How servers are read that the application has no adapter for: which profiles there are, and the text of one. */
export function ProfilesSection() {
  const { profiles: words } = useText();
  const client = useClient();
  const toast = useToast();
  const refresh = useRefresh();
  const [{ profile: chosen, edit, draft }, change] = useLinkState(['profile', 'edit', 'draft']);
  const { data, error, refetch } = useCall('profiles.list', {});
  useEvent('profiles.changed', {}, () => refresh('profiles.list'));
  useEvent('sources.changed', {}, () => refresh('profiles.list'));
  const selected = data?.profiles.find(({ id }) => id === chosen);
  const open = (id: string) => change({ edit: id, draft: undefined }, { push: true });
  const copy = async (id: string) => {
    try {
      const { text } = await client.profiles.get({ id });
      // Two of one id cannot be: the copy says so until it has another.
      writeProfileDraft(newProfile, { text });
      open(newProfile);
    } catch (cause) {
      toast({ message: cause instanceof Error ? cause.message : String(cause), status: 'critical' });
    }
  };
  return (
    <SectionPage
      section="profiles"
      changes="profiles.save"
      wide
      actions={
        edit === undefined && (
          <>
            <Permitted method="profiles.draft">
              <Button
                leftSection={<WandSparkles size={14} aria-hidden />}
                onClick={() => change({ draft: '1' }, { push: true })}
              >
                {words.draft}
              </Button>
            </Permitted>
            <Permitted method="profiles.save">
              <Button
                variant="filled"
                leftSection={<FilePlus size={14} aria-hidden />}
                onClick={() => open(newProfile)}
              >
                {words.new}
              </Button>
            </Permitted>
          </>
        )
      }
    >
      {edit === undefined ? (
        <SplitView
          name="settings-profiles"
          initial={520}
          min={380}
          max={900}
          panel={
            selected && (
              <ProfilePanel
                key={selected.id}
                profile={selected}
                onEdit={() => open(selected.id)}
                onCopy={() => void copy(selected.id)}
                onClose={() => change({ profile: undefined })}
              />
            )
          }
        >
          <div className={classes['list']}>
            {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
            {!data && !error && (
              <div className={classes['padded']}>
                <SkeletonRows rows={6} />
              </div>
            )}
            {data?.problems.map((problem) => (
              <div key={problem} className={classes['alert']} data-mild role="alert">
                <StatusMark status="warning" label={cleanText(problem)} wrap />
              </div>
            ))}
            {data && data.profiles.length > 0 && (
              <ProfileList
                profiles={data.profiles}
                chosen={chosen}
                onChoose={(id) => change({ profile: id }, { push: true })}
              />
            )}
            {data && data.profiles.length === 0 && (
              <EmptyState title={words.emptyTitle} reason={words.emptyReason} />
            )}
            {data && (
              <p className={`${classes['padded']} ${classes['hint']}`}>
                {words.folder} <code>{cleanText(data.folder)}</code>
              </p>
            )}
          </div>
        </SplitView>
      ) : (
        <ProfileEditor
          key={edit}
          id={edit}
          onSaved={(id) => change({ edit: id, profile: id })}
          onClose={() => change({ edit: undefined }, { push: true })}
        />
      )}
      {draft !== undefined && (
        <DraftDialog onClose={() => change({ draft: undefined })} onDrafted={() => open(newProfile)} />
      )}
    </SectionPage>
  );
}
