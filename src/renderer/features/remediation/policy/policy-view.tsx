import { Button, SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import { useClient } from '../../../app/client-context.tsx';
import { useCall } from '../../../app/use-call.ts';
import { useSettled } from '../../../app/use-settled.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { LoadingScreen } from '../../../ui/loading.tsx';
import { ExactMoment } from '../../../ui/moment.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { ChangesView } from './changes-view.tsx';
import { CheckView } from './check-view.tsx';
import { DryRunView } from './dry-run-view.tsx';
import { YamlEditor, type YamlHandle } from '../../../ui/yaml-editor.tsx';
import classes from './policy.module.css';
import { dropDraft, rebaseDraft, useDraft, writeDraft } from './use-draft.ts';
import { VersionsView } from './versions-view.tsx';

const views = ['problems', 'changes', 'dryRun', 'history'] as const;

/** What this site allows: the text, whether it is right, what is different in it, and what it would have done. */
export function PolicyView() {
  const { policy: words } = useText();
  const client = useClient();
  const toast = useToast();
  const [state, change] = useLinkState(['view', 'version']);
  const read = useCall('policy.read', {}, { keepPrevious: true });
  const draft = useDraft();
  const editor = useRef<YamlHandle>(null);
  const [applying, setApplying] = useState(false);
  const { data } = read;
  const text = draft.text ?? data?.text ?? '';
  const edited = data !== undefined && draft.text !== undefined && draft.text !== data.text;
  const settled = useSettled(text);
  const check = useCall(
    'policy.check',
    { text: settled },
    { enabled: data !== undefined, keepPrevious: true },
  );
  const right = check.data?.ok === true && settled === text && !check.isPlaceholderData;
  const diff = useCall(
    'policy.diff',
    { text: settled },
    { enabled: right && edited, keepPrevious: true, staleTime: 0 },
  );
  if (!data) {
    return read.error ? (
      <ErrorState error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <LoadingScreen />
    );
  }
  const base = draft.base ?? data.version;
  const overtaken = edited && base !== data.version;
  const view = views.find((one) => one === state.view) ?? 'problems';
  const changes = edited ? (diff.data?.changes ?? []) : [];
  const write = (next: string) => {
    if (next === data.text) dropDraft();
    else writeDraft(next, data.version);
  };
  const useDefault = async () => {
    try {
      write((await client.policy.defaultText({})).text);
    } catch (error) {
      toast({ message: error instanceof Error ? error.message : String(error), status: 'critical' });
    }
  };
  const labels: Readonly<Record<(typeof views)[number], string>> = {
    problems: words.faults(check.data?.faults.length ?? 0),
    changes: words.changed(changes.length),
    dryRun: words.views.dryRun,
    history: words.views.history,
  };
  return (
    <SplitView
      name="policy"
      initial={540}
      min={360}
      max={1_200}
      panel={
        <div className={classes['side']}>
          <div className={classes['sideHead']}>
            <SegmentedControl
              fullWidth
              aria-label={words.viewsLabel}
              value={view}
              onChange={(next) =>
                change({ view: next === 'problems' ? undefined : next, version: undefined }, { push: true })
              }
              data={views.map((value) => ({ value, label: labels[value] }))}
            />
          </div>
          <div className={classes['sideBody']}>
            {view === 'problems' && (
              <CheckView
                check={check.data}
                values={data.values}
                edited={edited}
                onGoTo={(line) => editor.current?.goTo(line)}
              />
            )}
            {view === 'changes' && (
              <ChangesView
                edited={edited}
                right={right}
                diff={edited ? diff.data : undefined}
                before={data.text}
                after={settled}
              />
            )}
            {view === 'dryRun' && <DryRunView text={text} right={right} />}
            {view === 'history' && (
              <VersionsView
                inForce={data.version}
                chosen={state.version}
                onChoose={(version) => change({ version })}
                onShow={write}
              />
            )}
          </div>
        </div>
      }
    >
      {data.problem && (
        <div className={classes['problem']} role="alert">
          <StatusMark
            status="critical"
            label={`${data.problem.locked ? words.problemLocked : words.problem}: ${data.problem.text}`}
            wrap
          />
          {data.problem.fileText !== undefined && (
            <Button size="xs" onClick={() => write(data.problem?.fileText ?? '')}>
              {words.loadFile}
            </Button>
          )}
        </div>
      )}
      {overtaken && (
        <div className={classes['problem']} data-mild role="alert">
          <StatusMark status="warning" label={words.otherInForce} wrap />
          <Button size="xs" onClick={() => rebaseDraft(data.version)}>
            {words.takeOver}
          </Button>
          <Button size="xs" onClick={dropDraft}>
            {words.discard}
          </Button>
        </div>
      )}
      <div className={classes['head']}>
        <span className={classes['standing']}>
          {edited ? (
            <StatusMark status="info" label={words.edited} />
          ) : (
            <StatusMark status="ok" label={words.same} />
          )}
          <span className={classes['dim']}>
            {words.inForce(data.version.slice(0, 8))} {words.since} <ExactMoment at={data.since} />{' '}
            {words.by(data.by)}
          </span>
        </span>
        <span className={classes['headActions']}>
          {edited ? (
            <Button onClick={dropDraft}>{words.revert}</Button>
          ) : (
            <Button onClick={() => void useDefault()}>{words.useDefault}</Button>
          )}
          <GuardedButton
            method="policy.apply"
            filled
            why={
              !edited
                ? words.same
                : overtaken
                  ? words.otherInForce
                  : right
                    ? undefined
                    : words.check.faults(check.data?.faults.length ?? 0)
            }
            onPress={() => setApplying(true)}
          >
            {words.apply}
          </GuardedButton>
        </span>
      </div>
      <p className={classes['file']} title={data.file}>
        {words.file} <code>{data.file}</code>
      </p>
      <YamlEditor
        ref={editor}
        label={words.editor}
        value={text}
        onChange={write}
        faults={check.data?.faults ?? []}
        warnings={check.data?.warnings ?? []}
      />
      {applying && (
        <ApplyDialog
          text={text}
          base={base}
          changes={changes}
          onClose={() => setApplying(false)}
          onApplied={dropDraft}
        />
      )}
    </SplitView>
  );
}
