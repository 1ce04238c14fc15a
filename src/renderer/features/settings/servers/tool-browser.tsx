import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { Source } from '../../../../shared/contract/sources.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { ToolDetail } from './tool-detail.tsx';
import classes from './tools.module.css';

/** What a server offers, and which of it may be called; one tool opens below its line. */
export function ToolBrowser({ source }: { source: Source }) {
  const { servers: words } = useText().settings;
  const { data, error, refetch } = useCall(
    'sources.tools',
    { name: source.name },
    { enabled: source.acceptedAt !== undefined },
  );
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<string>();
  const wanted = useDeferredValue(filter.toLowerCase().split(/\s+/).filter(Boolean));
  if (source.acceptedAt === undefined) {
    return <EmptyState title={words.tools.notAccepted} reason={words.tools.notAcceptedReason} />;
  }
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={10} />;
  const shown = data.tools.filter(({ name, description = '', title = '' }) => {
    const text = `${name} ${title} ${description}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const readOnly = data.tools.filter((tool) => tool.readOnly !== 'none').length;
  return (
    <div className={classes['browser']}>
      {data.problem && (
        <StatusMark status="warning" label={words.tools.asAccepted(data.problem.message)} wrap />
      )}
      {data.server?.instructions !== undefined && (
        <p className={classes['instructions']}>{data.server.instructions}</p>
      )}
      <div className={classes['bar']}>
        <TextInput
          aria-label={words.tools.filter}
          placeholder={words.tools.filter}
          leftSection={<Search size={14} aria-hidden />}
          value={filter}
          style={{ flex: 1 }}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <span className={classes['count']}>{words.tools.count(shown.length, readOnly)}</span>
      </div>
      <ul className={classes['tools']}>
        {shown.map((tool) => {
          const isOpen = tool.name === open;
          return (
            <li key={tool.name}>
              <button
                type="button"
                className={classes['tool']}
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? undefined : tool.name)}
              >
                <code className={classes['name']}>{tool.name}</code>
                <span className={classes['mark']} data-read-only={tool.readOnly !== 'none' || undefined}>
                  {words.tools.classes[tool.readOnly]}
                </span>
                <span className={classes['line']}>{tool.title ?? tool.description ?? ''}</span>
              </button>
              {isOpen && <ToolDetail source={source} tool={tool} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
