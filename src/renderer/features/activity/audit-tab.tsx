import { Button, Menu } from '@mantine/core';
import { Download, ShieldCheck } from 'lucide-react';
import { auditResults, type AuditEntry } from '../../../shared/contract/audit.ts';
import { useClient } from '../../app/client-context.tsx';
import { useNow } from '../../app/now.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import { useToast } from '../../ui/toast.tsx';
import { saveFile } from '../../ui/save-file.ts';
import classes from './activity.module.css';
import { AuditPanel } from './audit-panel.tsx';
import { FilterBar, OneOf, sinceOf } from './filter-bar.tsx';
import { LiveList } from './live-list.tsx';
import { RowMoment } from './row-moment.tsx';
import type { RunColumn } from './run-table.tsx';
import { useLiveList } from './use-live-list.ts';

const statuses: Readonly<Record<AuditEntry['result'], Status>> = {
  done: 'ok',
  failed: 'critical',
  cancelled: 'unknown',
  'under-way': 'info',
};

/** Who did what, when and with what result; proved by computing the chain anew. */
export function AuditTab() {
  const text = useText();
  const { activity: words } = text;
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const now = useNow();
  const [state, change] = useLinkState(['entry', 'text', 'period', 'operator', 'action', 'result']);
  const live = useLiveList();
  const result = auditResults.find((one) => one === state.result);
  const since = sinceOf(state.period, now);
  const filter = {
    ...(state.text !== undefined && { text: state.text }),
    ...(since !== undefined && { since }),
    ...(state.operator !== undefined && { operator: state.operator }),
    ...(state.action !== undefined && { action: state.action }),
    ...(result !== undefined && { result }),
  };
  const first = useCall('audit.list', { limit: 1 }).data;
  const verify = useCall('audit.verify', {}, { enabled: false });
  useEvent('audit.changed', {}, () => {
    if (live.onArrival(first?.items[0]?.at)) refresh('audit.list');
  });
  const clear = () =>
    change({
      text: undefined,
      period: undefined,
      operator: undefined,
      action: undefined,
      result: undefined,
    });
  const save = async (format: 'json' | 'csv' | 'jsonl') => {
    try {
      const file = await client.audit.export(
        // A chain with gaps proves nothing: it is exported whole.
        format === 'jsonl' ? { format } : { ...filter, format },
      );
      saveFile(file.fileName, new Blob([file.content], { type: file.mimeType }));
      toast({ message: words.exported(file.records, file.fileName), status: 'ok' });
    } catch (error) {
      toast({
        message: error instanceof Error ? error.message : String(error),
        status: 'critical',
        stays: true,
      });
    }
  };
  const actions = first?.actions ?? [];
  const features = [...new Set(actions.map((action) => action.split('.')[0] ?? action))];
  const columns: RunColumn<AuditEntry>[] = [
    { key: 'at', title: words.columns.at, width: '104px', cell: ({ at }) => <RowMoment at={at} /> },
    {
      key: 'operator',
      title: words.columns.operator,
      width: 'minmax(80px, 130px)',
      cell: ({ operator }) => operator,
    },
    {
      key: 'action',
      title: words.columns.action,
      width: 'minmax(120px, 1fr)',
      cell: ({ action }) => words.actions[action] ?? action,
    },
    {
      key: 'subject',
      title: words.columns.subject,
      width: 'minmax(120px, 2fr)',
      cell: ({ subject }) => (
        <span className="mono" title={subject}>
          {subject}
        </span>
      ),
    },
    {
      key: 'result',
      title: words.columns.result,
      width: '118px',
      cell: ({ result: one }) => <StatusMark status={statuses[one]} label={words.results[one]} />,
    },
    {
      key: 'via',
      title: words.columns.via,
      width: '92px',
      cell: ({ via }) => <span className={classes['dim']}>{words.vias[via] ?? via}</span>,
    },
  ];
  return (
    <SplitView
      name="activity-audit"
      initial={480}
      panel={
        state.entry !== undefined && (
          <AuditPanel key={state.entry} id={state.entry} onClose={() => change({ entry: undefined })} />
        )
      }
    >
      <FilterBar
        text={state.text}
        period={state.period}
        onChange={change}
        narrowed={Object.keys(filter).length > 0}
        onClear={clear}
        actions={
          <>
            <Button
              leftSection={<ShieldCheck size={14} aria-hidden />}
              loading={verify.isFetching}
              onClick={() => void verify.refetch()}
            >
              {words.verify}
            </Button>
            <Menu>
              <Menu.Target>
                <Button leftSection={<Download size={14} aria-hidden />}>{words.export}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => void save('csv')}>CSV</Menu.Item>
                <Menu.Item onClick={() => void save('json')}>JSON</Menu.Item>
                <Menu.Item onClick={() => void save('jsonl')}>{words.exportChain}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        }
      >
        <OneOf
          label={words.anyOperator}
          value={state.operator}
          options={(first?.operators ?? []).map((value) => ({ value, label: value }))}
          onChange={(operator) => change({ operator })}
        />
        <OneOf
          label={words.anyAction}
          value={state.action}
          options={[
            ...features.map((value) => ({ value, label: words.allOf(value) })),
            ...actions.map((value) => ({ value, label: words.actions[value] ?? value })),
          ]}
          onChange={(action) => change({ action })}
        />
        <OneOf
          label={words.anyResult}
          value={result}
          options={auditResults.map((value) => ({ value, label: words.results[value] }))}
          onChange={(value) => change({ result: value })}
        />
      </FilterBar>
      {verify.data && (
        <div className={classes['verdict']} role="status">
          {verify.data.chains.length === 0 && <StatusMark status="ok" label={words.verifyEmpty} />}
          {verify.data.chains.map((chain) => (
            <div key={chain.workstation}>
              {chain.break ? (
                <StatusMark
                  status="critical"
                  label={words.verifyBroken(
                    chain.workstation,
                    words.breaks[chain.break.kind],
                    chain.break.sequence,
                    chain.break.reason,
                  )}
                  wrap
                />
              ) : (
                <StatusMark
                  status="ok"
                  label={words.verifyOk(chain.workstation, chain.records, chain.head ?? '')}
                  wrap
                />
              )}{' '}
              {chain.lastAt !== undefined && (
                <span className={classes['dim']}>
                  <ExactMoment at={chain.lastAt} />
                </span>
              )}
            </div>
          ))}
        </div>
      )}
      {verify.error && (
        <div className={classes['verdict']}>
          <StatusMark status="critical" label={verify.error.message} wrap />
        </div>
      )}
      <LiveList<AuditEntry>
        label={words.tabs.audit}
        name="audit.list"
        filter={filter}
        read={(page, signal) => client.audit.list({ ...filter, ...page }, { signal })}
        columns={columns}
        live={live}
        chosen={state.entry}
        onChoose={({ id }) => change({ entry: id })}
        empty={{ title: words.noAudit, reason: words.noAuditReason }}
        narrowed={Object.keys(filter).length > 0}
        onClear={clear}
      />
    </SplitView>
  );
}
