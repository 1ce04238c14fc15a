import { cleanText } from '../../../shared/clean-text.ts';
import type { ToolCallView } from '../../../shared/model/citation.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { argumentsInShort } from './arguments-in-short.ts';
import { Disclosure } from './disclosure.tsx';
import classes from './call-list.module.css';

const marks = { running: 'info', done: 'ok', failed: 'warning', refused: 'warning' } as const;

/** What was looked at for an answer: each call with what it was asked, how it went and how long it took. */
export function CallList(props: {
  calls: readonly ToolCallView[];
  open: boolean;
  onOpen: (open: boolean) => void;
  /** The one to be seen. */
  shown: string | undefined;
}) {
  const { calls, open, onOpen, shown } = props;
  const { calls: words } = useText().assistant;
  const running = calls.find(({ state }) => state === 'running');
  const count = (wanted: ToolCallView['state']) => calls.filter(({ state }) => state === wanted).length;
  const failed = count('failed');
  const refused = count('refused');
  const label =
    running === undefined
      ? [
          words.looked(calls.length),
          failed > 0 ? words.failed(failed) : undefined,
          refused > 0 ? words.refused(refused) : undefined,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')
      : words.running(`${cleanText(running.tool)} ${argumentsInShort(running.arguments)}`);
  return (
    <Disclosure label={<span className={classes['label']}>{label}</span>} open={open} onOpen={onOpen}>
      <ul className={classes['calls']}>
        {calls.map((call) => (
          <Call key={call.id} call={call} shown={call.id === shown} />
        ))}
      </ul>
    </Disclosure>
  );
}

function Call({ call, shown }: { call: ToolCallView; shown: boolean }) {
  const { calls: words } = useText().assistant;
  const { number } = useFormat();
  const { tool, server, state, summary, durationMs } = call;
  const isEmpty = Object.keys(call.arguments).length === 0;
  return (
    <li
      className={classes['call']}
      data-shown={shown || undefined}
      ref={(element) => {
        if (shown) element?.scrollIntoView?.({ block: 'nearest' });
      }}
    >
      <Disclosure
        label={
          <span className={classes['line']}>
            <code>{cleanText(tool)}</code>
            {server !== undefined && <span className={classes['dim']}>{words.of(cleanText(server))}</span>}
            <span className={classes['short']}>{argumentsInShort(call.arguments)}</span>
            <StatusMark status={marks[state]} label={words.states[state]} />
            {durationMs !== undefined && (
              <span className={classes['dim']}>{words.took(number(Math.round(durationMs)))}</span>
            )}
          </span>
        }
        initiallyOpen={shown || state === 'failed' || state === 'refused'}
      >
        <dl className={classes['detail']}>
          <dt>{words.arguments}</dt>
          <dd>{isEmpty ? words.noArguments : <pre>{cleanJson(call.arguments)}</pre>}</dd>
          {summary !== undefined && (
            <>
              <dt>{words.result}</dt>
              <dd dir="auto">{cleanText(summary)}</dd>
            </>
          )}
        </dl>
      </Disclosure>
    </li>
  );
}

function cleanJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).split('\n').map(cleanText).join('\n');
}
