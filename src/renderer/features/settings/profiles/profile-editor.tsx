import { Button, SegmentedControl } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { useRef, useState } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useCall, useCommand, useEvent, useRefresh } from '../../../app/use-call.ts';
import { usePermission } from '../../../app/use-permission.ts';
import { useSettled } from '../../../app/use-settled.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { LoadingScreen } from '../../../ui/loading.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { YamlEditor, type YamlHandle } from '../../../ui/yaml-editor.tsx';
import { CallProblem } from '../call-problem.tsx';
import { AcceptDialog } from './accept-dialog.tsx';
import { CheckView } from './check-view.tsx';
import { firstText } from './first-text.ts';
import { dropProfileDraft, newProfile, useProfileDraft, writeProfileDraft } from './profile-drafts.ts';
import { isOpen, profileStatus } from './profile-status.ts';
import classes from './profiles.module.css';
import { TryView } from './try-view.tsx';
import { useAskableServers } from './use-askable-servers.ts';
import { useTrial } from './use-trial.ts';

const views = ['check', 'try', 'notes'] as const;

/** The text of one profile, held against what it may be and against a server, kept, and accepted. */
export function ProfileEditor(props: {
  /** `newProfile` for one that is not in the data directory yet. */
  id: string;
  onSaved: (id: string) => void;
  onClose: () => void;
}) {
  const { id, onSaved, onClose } = props;
  const { profiles: words } = useText();
  const toast = useToast();
  const refresh = useRefresh();
  const isNew = id === newProfile;
  const kept = useCall('profiles.get', { id }, { enabled: !isNew, keepPrevious: true });
  useEvent('profiles.changed', {}, () => refresh('profiles.get', 'profiles.list', 'profiles.check'));
  const draft = useProfileDraft(id);
  const editor = useRef<YamlHandle>(null);
  const [view, setView] = useState<(typeof views)[number]>('check');
  const [source, setSource] = useState<string>();
  const [accepting, setAccepting] = useState(false);
  const may = usePermission('profiles.save').granted;
  const servers = useAskableServers();
  const trial = useTrial();
  const save = useCommand('profiles.save', ['profiles.list', 'profiles.get', 'profiles.check']);

  const profile = isNew ? undefined : kept.data?.profile;
  const text = draft?.text ?? (isNew ? firstText : (kept.data?.text ?? ''));
  const ready = isNew || kept.data !== undefined;
  const settled = useSettled(text);
  const check = useCall('profiles.check', { text: settled }, { enabled: ready, keepPrevious: true });
  if (!ready) {
    return kept.error ? (
      <ErrorState error={kept.error} onRetry={() => void kept.refetch()} />
    ) : (
      <LoadingScreen />
    );
  }
  const edited = isNew ? draft !== undefined : draft !== undefined && draft.text !== kept.data?.text;
  const overtaken = edited && profile !== undefined && draft?.base !== profile.hash;
  const judged = settled === text && !check.isPlaceholderData;
  const right = judged && check.data?.ok === true;
  const faults = check.data?.faults ?? [];
  const warnings = check.data?.warnings ?? [];
  const isFixed = !may || profile?.from === 'built-in';
  const ownId = right ? check.data?.summary?.id : undefined;
  const shownView = view === 'notes' && !draft?.notes ? 'check' : view;

  const write = (next: string) => {
    if (!isNew && next === kept.data?.text) {
      dropProfileDraft(id);
      return;
    }
    const base = draft?.base ?? profile?.hash;
    writeProfileDraft(id, { ...draft, text: next, ...(base !== undefined && { base }) });
  };
  const keep = () =>
    save.mutate(
      // Under another id it is another profile: what was begun with stays as it is.
      { text, ...(draft?.base !== undefined && ownId === id && { baseHash: draft.base }) },
      {
        onSuccess: ({ profile: written }) => {
          dropProfileDraft(id);
          toast({ message: words.saved(written.id), status: 'ok' });
          onSaved(written.id);
        },
      },
    );
  const chosen = source ?? draft?.source ?? [...(profile?.reads ?? []), ...(profile?.recognises ?? [])][0];
  const labels: Readonly<Record<(typeof views)[number], string>> = {
    ...words.views,
    check: words.problems(faults.length),
  };
  const standing = profile && profileStatus(profile, words);
  const goTo = (line: number) => editor.current?.goTo(line);

  return (
    <SplitView
      name="profile"
      initial={Math.round(innerWidth * 0.36)}
      min={360}
      max={1_200}
      panel={
        <div className={classes['side']}>
          <div className={classes['sideHead']}>
            <SegmentedControl
              fullWidth
              aria-label={words.viewsLabel}
              value={shownView}
              onChange={(next) => setView(views.find((one) => one === next) ?? 'check')}
              data={views
                .filter((value) => value !== 'notes' || draft?.notes !== undefined)
                .map((value) => ({ value, label: labels[value] }))}
            />
          </div>
          <div className={classes['sideBody']}>
            {shownView === 'check' && <CheckView check={check.data} onGoTo={goTo} />}
            {shownView === 'try' && (
              <TryView
                text={text}
                right={right}
                servers={servers}
                source={chosen}
                onSource={setSource}
                trial={trial}
                onGoTo={goTo}
              />
            )}
            {shownView === 'notes' && (
              <div className={classes['padded']}>
                <p className={classes['hint']}>{words.notesDetail}</p>
                <ul className={classes['plain']} aria-label={words.notes}>
                  {(draft?.notes ?? []).map((note) => (
                    <li key={note}>{cleanText(note)}</li>
                  ))}
                </ul>
              </div>
            )}
          </div>
        </div>
      }
    >
      <div className={classes['editor']}>
        {overtaken && (
          <div className={classes['alert']} data-mild role="alert">
            <StatusMark status="warning" label={words.fileChanged} wrap />
            <Button size="xs" onClick={() => writeProfileDraft(id, { ...draft, text, base: profile.hash })}>
              {words.keepMine}
            </Button>
            <Button size="xs" onClick={() => dropProfileDraft(id)}>
              {words.takeFile}
            </Button>
          </div>
        )}
        {save.error && !save.isPending && (
          <div className={classes['alert']}>
            <CallProblem error={save.error} />
          </div>
        )}
        <div className={classes['head']}>
          <Button leftSection={<ArrowLeft size={14} aria-hidden />} variant="subtle" onClick={onClose}>
            {words.back}
          </Button>
          <span>
            {isNew ? (
              <StatusMark status="info" label={words.isNew} />
            ) : edited ? (
              <StatusMark status="info" label={words.edited} />
            ) : (
              standing && <StatusMark status={standing.status} label={standing.label} />
            )}
            {profile?.from === 'built-in' && <span className={classes['dim']}> {words.readOnly}</span>}
          </span>
          <span className={classes['headActions']}>
            {edited && !isFixed && <Button onClick={() => dropProfileDraft(id)}>{words.discard}</Button>}
            {profile && !edited && isOpen(profile) ? (
              <GuardedButton method="profiles.accept" filled onPress={() => setAccepting(true)}>
                {words.accept}
              </GuardedButton>
            ) : (
              profile?.from !== 'built-in' && (
                <GuardedButton
                  method="profiles.save"
                  filled
                  busy={save.isPending}
                  why={
                    !isNew && !edited
                      ? words.asKept
                      : overtaken
                        ? words.fileChanged
                        : right
                          ? undefined
                          : words.faults(faults.length)
                  }
                  onPress={keep}
                >
                  {ownId === undefined || ownId === id ? words.save : words.saveAs(ownId)}
                </GuardedButton>
              )
            )}
          </span>
        </div>
        <YamlEditor
          ref={editor}
          label={words.editor}
          value={text}
          onChange={write}
          faults={faults}
          warnings={warnings}
          readOnly={isFixed}
        />
      </div>
      {accepting && profile?.summary && (
        <AcceptDialog profile={profile} summary={profile.summary} onClose={() => setAccepting(false)} />
      )}
    </SplitView>
  );
}
