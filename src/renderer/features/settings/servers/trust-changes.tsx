import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { SourceTool, SourceTrustChange } from '../../../../shared/contract/sources.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { differenceOf } from './text-difference.ts';
import { argumentNames } from './tool-schema.ts';
import classes from './trust.module.css';

/** The accepted command line beside the one that is there now; only the latter when none was accepted. */
export function CommandBeside({ inspection }: { inspection: OutputOf<'sources.inspectCommand'> }) {
  const { trust: words } = useText().settings.servers;
  const { commandLines, before, accepted } = inspection;
  if (!before || accepted) return <Lines title={words.isNow} lines={commandLines} />;
  const old = new Set(before.commandLines);
  const now = new Set(commandLines);
  return (
    <div className={classes['beside']}>
      <Lines
        title={words.wasAccepted}
        lines={before.commandLines}
        marked={(line) => !now.has(line)}
        kind="removed"
      />
      <Lines title={words.isNow} lines={commandLines} marked={(line) => !old.has(line)} kind="added" />
    </div>
  );
}

function Lines(props: {
  title: string;
  lines: readonly string[];
  marked?: (line: string) => boolean;
  kind?: 'added' | 'removed';
}) {
  const { title, lines, marked = () => false, kind } = props;
  return (
    <figure className={classes['side']}>
      <figcaption className={classes['caption']}>{title}</figcaption>
      <pre className={classes['code']} tabIndex={0}>
        {lines.map((line) => (
          <span key={line} className={classes['line']} data-kind={marked(line) ? kind : undefined}>
            {kind !== undefined && (marked(line) ? (kind === 'added' ? '+ ' : '− ') : '  ')}
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
    </figure>
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
  const { start, before: removed, after: added, end } = differenceOf(before, after);
  return (
    <div className={classes['beside']}>
      <figure className={classes['side']}>
        <figcaption className={classes['caption']}>{words.wasAccepted}</figcaption>
        <pre className={classes['code']} tabIndex={0}>
          {start}
          <del className={classes['removed']}>{removed}</del>
          {end}
        </pre>
      </figure>
      <figure className={classes['side']}>
        <figcaption className={classes['caption']}>{words.isNow}</figcaption>
        <pre className={classes['code']} tabIndex={0}>
          {start}
          <ins className={classes['added']}>{added}</ins>
          {end}
        </pre>
      </figure>
    </div>
  );
}
