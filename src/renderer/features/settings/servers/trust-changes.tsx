import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { SourceTool, SourceTrustChange } from '../../../../shared/contract/sources.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { differenceOf, pairLines } from './text-difference.ts';
import { argumentNames } from './tool-schema.ts';
import classes from './trust.module.css';

/** The accepted command line beside the one that is there now; only the latter when none was accepted. */
export function CommandBeside({ inspection }: { inspection: OutputOf<'sources.inspectCommand'> }) {
  const { trust: words } = useText().settings.servers;
  const { commandLines, before, accepted } = inspection;
  if (!before || accepted) {
    return <Side title={words.isNow}>{commandLines.map((line) => `${line}\n`)}</Side>;
  }
  const pairs = pairLines(before.commandLines, commandLines);
  return (
    <div className={classes['beside']}>
      <Side title={words.wasAccepted}>
        {pairs.map(
          ({ part, before: old, after }) =>
            old !== undefined && <Line key={part} line={old} other={after} kind="removed" />,
        )}
      </Side>
      <Side title={words.isNow}>
        {pairs.map(
          ({ part, before: old, after }) =>
            after !== undefined && <Line key={part} line={after} other={old} kind="added" />,
        )}
      </Side>
    </div>
  );
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <figure className={classes['side']}>
      <figcaption className={classes['caption']}>{title}</figcaption>
      <pre className={classes['code']} tabIndex={0}>
        {children}
      </pre>
    </figure>
  );
}

/** One line, with what differs from the other side marked; all of it when there is no other. */
function Line(props: { line: string; other: string | undefined; kind: 'added' | 'removed' }) {
  const { line, other, kind } = props;
  const Mark = kind === 'added' ? 'ins' : 'del';
  if (other === line) return `${line}\n`;
  if (other === undefined) return <Mark className={classes[kind]}>{`${line}\n`}</Mark>;
  const { start, after, end } = differenceOf(other, line);
  return (
    <>
      {start}
      <Mark className={classes[kind]}>{after}</Mark>
      {`${end}\n`}
    </>
  );
}

/** Every tool of a server that was never accepted, in full: what is accepted has been seen. */
export function NewTools({ tools }: { tools: readonly SourceTool[] }) {
  return (
    <ul className={classes['tools']}>
      {tools.map((tool) => (
        <li key={tool.name}>
          <ToolHead tool={tool} />
        </li>
      ))}
    </ul>
  );
}

function ToolHead({ tool }: { tool: SourceTool }) {
  const { trust: words } = useText().settings.servers;
  const names = argumentNames(tool.inputSchema);
  return (
    <>
      <code>
        {tool.name}
        {names !== '' && <span className={classes['arguments']}>({names})</span>}
      </code>
      <div className={classes['description']}>{tool.description ?? words.noDescription}</div>
    </>
  );
}

/** What of an accepted server's tools is another now, before and after. */
export function ToolChanges({ changes }: { changes: readonly SourceTrustChange[] }) {
  const { trust: words } = useText().settings.servers;
  return (
    <ul className={classes['tools']}>
      {changes.map((change) => {
        switch (change.what) {
          case 'server-new':
          case 'command':
            // It stands above, beside what was accepted.
            return null;
          case 'tool-added':
            return (
              <li key={`+${change.tool}`}>
                <div className={classes['what']} data-kind="added">
                  + {words.toolAdded}
                </div>
                <ToolHead tool={change.after} />
              </li>
            );
          case 'tool-removed':
            return (
              <li key={`-${change.tool}`}>
                <div className={classes['what']} data-kind="removed">
                  − {words.toolRemoved}
                </div>
                <code>{change.tool}</code>
              </li>
            );
          case 'tool-changed':
            return (
              <li key={`${change.tool} ${change.part}`}>
                <div className={classes['what']} data-kind="changed">
                  ▲ {words.toolChanged(words.parts[change.part])}
                </div>
                <code>{change.tool}</code>
                <Beside before={change.before} after={change.after} />
              </li>
            );
        }
      })}
    </ul>
  );
}

function Beside({ before, after }: { before: string; after: string }) {
  const { trust: words } = useText().settings.servers;
  return (
    <div className={classes['beside']}>
      <Side title={words.wasAccepted}>
        <Line line={before} other={after} kind="removed" />
      </Side>
      <Side title={words.isNow}>
        <Line line={after} other={before} kind="added" />
      </Side>
    </div>
  );
}
