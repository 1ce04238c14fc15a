import { Button } from '@mantine/core';
import { Download, Plus } from 'lucide-react';
import { useState } from 'react';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useCall, useEvent, useRefresh } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { SectionPage } from '../section-page.tsx';
import { AddServer } from './add-server.tsx';
import { ImportServers } from './import-servers.tsx';
import { LabCard } from './lab-card.tsx';
import { SecretList } from './secret-list.tsx';
import { ServerList } from './server-list.tsx';
import { ServerPanel } from './server-panel.tsx';
import classes from './servers.module.css';

/** Where inventory comes from: the list, one of them in a panel beside it, the lab, secrets. */
export function ServersSection() {
  const text = useText();
  const { servers: words } = text.settings;
  const refresh = useRefresh();
  const [{ source: chosen, add }, change] = useLinkState(['source', 'view', 'add']);
  const [dropped, setDropped] = useState('');
  const { data, error, refetch } = useCall('sources.list', {});
  useEvent('sources.changed', {}, () =>
    refresh(
      'sources.list',
      'sources.secrets',
      'sources.logs',
      'sources.inspectCommand',
      'sources.labChoices',
    ),
  );
  useEvent('jobs.collected', {}, () => refresh('sources.list'));
  const close = () => change({ add: undefined });
  const takeFile = async (file: File) => {
    setDropped(await file.text());
    change({ add: 'import' });
  };
  const selected = data?.sources.find(({ name }) => name === chosen);
  const hasLab = data?.sources.some(({ lab }) => lab !== undefined) ?? false;

  return (
    <SectionPage
      changes="sources.add"
      section="servers"
      wide
      actions={
        <>
          <Permitted method="sources.import">
            <Button
              leftSection={<Download size={14} aria-hidden />}
              onClick={() => change({ add: 'import' })}
            >
              {words.import}
            </Button>
          </Permitted>
          <Permitted method="sources.add">
            <Button
              variant="filled"
              leftSection={<Plus size={14} aria-hidden />}
              onClick={() => change({ add: 'server' })}
            >
              {words.add}
            </Button>
          </Permitted>
        </>
      }
    >
      <SplitView
        name="settings-servers"
        initial={600}
        min={420}
        max={1100}
        panel={
          selected && (
            <ServerPanel
              key={selected.name}
              source={selected}
              onClose={() => change({ source: undefined, view: undefined })}
            />
          )
        }
      >
        <div
          className={classes['list']}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            const [file] = event.dataTransfer.files;
            if (!file) return;
            void takeFile(file);
          }}
        >
          {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
          {!data && !error && (
            <div className={classes['padded']}>
              <SkeletonRows rows={6} />
            </div>
          )}
          {data && data.problems.length > 0 && (
            <div role="alert" className={classes['problems']}>
              <StatusMark
                status="critical"
                label={words.fileProblems(data.problems.length, data.file)}
                wrap
              />
              <ul>
                {data.problems.map(({ path, message }) => (
                  <li key={`${path} ${message}`}>
                    <code>{path}</code> {message}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {data && data.sources.length > 0 && (
            <ServerList
              sources={data.sources}
              chosen={chosen}
              onChoose={(name) => change({ source: name, view: undefined }, { push: true })}
            />
          )}
          {data && data.sources.length === 0 && (
            <div className={classes['first']}>
              <h3 className={classes['firstTitle']}>{words.emptyTitle}</h3>
              <p className={classes['firstReason']}>{words.emptyReason}</p>
            </div>
          )}
          {data && !hasLab && <LabCard />}
          <SecretList />
        </div>
      </SplitView>
      <AddServer
        opened={add === 'server'}
        onClose={close}
        onAdded={(name) => change({ add: undefined, source: name, view: 'trust' })}
      />
      <ImportServers
        opened={add === 'import'}
        initial={dropped}
        onClose={() => {
          setDropped('');
          close();
        }}
        onImported={(name) => change({ add: undefined, source: name, view: name && 'trust' })}
      />
    </SectionPage>
  );
}
