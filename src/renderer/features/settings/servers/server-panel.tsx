import { Tabs } from '@mantine/core';
import type { Source } from '../../../../shared/contract/sources.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { DetailPanel } from '../../../ui/detail-panel.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { ServerConfiguration } from './server-configuration.tsx';
import { ServerLog } from './server-log.tsx';
import { ServerOverview } from './server-overview.tsx';
import { serverStatus } from './server-status.ts';
import classes from './servers.module.css';
import { ToolBrowser } from './tool-browser.tsx';
import { TrustView } from './trust-view.tsx';

const views = ['overview', 'trust', 'tools', 'log', 'configuration'] as const;

/** Everything about one server, in the panel beside the list. */
export function ServerPanel({ source, onClose }: { source: Source; onClose: () => void }) {
  const { servers: words } = useText().settings;
  const [{ view }, change] = useLinkState(['view']);
  const shown = views.find((one) => one === view) ?? 'overview';
  const { status, label } = serverStatus(source, words.states);
  return (
    <DetailPanel
      title={<span className="mono">{source.name}</span>}
      label={words.panelLabel(source.name)}
      detail={<StatusMark status={status} label={label} />}
      onClose={onClose}
    >
      <Tabs
        value={shown}
        onChange={(next) => change({ view: next === 'overview' ? undefined : (next ?? undefined) })}
      >
        <Tabs.List className={classes['tabs'] ?? ''}>
          {views.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words.views[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={classes['panelBody']}>
          <Tabs.Panel value="overview">
            <ServerOverview source={source} />
          </Tabs.Panel>
          <Tabs.Panel value="trust">
            <TrustView source={source} />
          </Tabs.Panel>
          <Tabs.Panel value="tools">
            <ToolBrowser source={source} />
          </Tabs.Panel>
          <Tabs.Panel value="log">
            <ServerLog name={source.name} />
          </Tabs.Panel>
          <Tabs.Panel value="configuration">
            <ServerConfiguration source={source} onRemoved={onClose} />
          </Tabs.Panel>
        </div>
      </Tabs>
    </DetailPanel>
  );
}
