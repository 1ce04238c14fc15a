import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { Source } from '../../../../shared/contract/sources.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useCommand } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { isRecord } from '../setting-value.ts';
import { sameEntry } from './entry-draft.ts';
import { exampleArguments, toolArguments } from './tool-schema.ts';
import classes from './tools.module.css';

type Tool = OutputOf<'sources.tools'>['tools'][number];

/** One tool: what it says of itself, its arguments, and a try where it changes nothing. */
export function ToolDetail({ source, tool }: { source: Source; tool: Tool }) {
  const { tools: words } = useText().settings.servers;
  const args = toolArguments(tool.inputSchema);
  return (
    <div className={classes['detail']}>
      {tool.description !== undefined && <p className={classes['description']}>{tool.description}</p>}
      {tool.annotations && (
        <p className={classes['hint']}>
          {words.hints}{' '}
          {Object.entries(tool.annotations)
            .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
            .join(', ')}
        </p>
      )}
      {tool.readOnly === 'site' && <StatusMark status="info" label={words.vouchedBySite} wrap />}
      {tool.vouchedBy.length > 0 && (
        <StatusMark status="ok" label={words.vouchedBy(tool.vouchedBy.map(cleanText))} wrap />
      )}
      {tool.guardedBy.length > 0 && (
        <StatusMark status="info" label={words.guardedBy(tool.guardedBy.map(cleanText))} wrap />
      )}
      {args.length > 0 && (
        <table className={classes['arguments']}>
          <tbody>
            {args.map(({ name, required, type, description }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  <code>{type}</code>
                </td>
                <td>
                  {required ? `${words.needed} ` : ''}
                  {description}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <details>
        <summary>{words.schema}</summary>
        <pre className={classes['json']} tabIndex={0}>
          {JSON.stringify(
            {
              input: tool.inputSchema,
              ...(tool.outputSchema !== undefined && { output: tool.outputSchema }),
            },
            undefined,
            2,
          )}
        </pre>
      </details>
      {tool.readOnly === 'none' ? (
        <NotCallable source={source} tool={tool} />
      ) : (
        <TryIt source={source} tool={tool} />
      )}
    </div>
  );
}

/** It is never called from here, unless the site says that it changes nothing. */
function NotCallable({ source, tool }: { source: Source; tool: Tool }) {
  const { tools: words } = useText().settings.servers;
  const toast = useToast();
  const update = useCommand('sources.update', ['sources.list', 'sources.tools']);
  const declare = (readOnly: boolean) => {
    const entry = sameEntry(source.entry);
    const others = (entry.options?.readOnlyTools ?? []).filter((name) => name !== tool.name);
    update.mutate(
      {
        name: source.name,
        entry: {
          ...entry,
          options: { ...entry.options, readOnlyTools: readOnly ? [...others, tool.name] : others },
        },
      },
      {
        onSuccess: () =>
          toast({
            message: readOnly ? words.declared(tool.name) : words.undeclared(tool.name),
            ...(readOnly && { undo: () => declare(false) }),
          }),
        onError: (error) => toast({ message: error.message, status: 'critical', stays: true }),
      },
    );
  };
  return (
    <div className={classes['bar']}>
      <StatusMark status="unknown" label={words.neverCalled} wrap />
      <Permitted method="sources.update">
        <Button size="xs" loading={update.isPending} onClick={() => declare(true)}>
          {words.declare}
        </Button>
      </Permitted>
    </div>
  );
}

function TryIt({ source, tool }: { source: Source; tool: Tool }) {
  const { tools: words } = useText().settings.servers;
  const { number } = useFormat();
  const call = useCommand('sources.callTool', ['sources.logs']);
  const [args, setArgs] = useState(() => exampleArguments(tool.inputSchema));
  const parsed = parseArguments(args);
  return (
    <div className={classes['try']}>
      <Textarea
        label={words.arguments}
        value={args}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        error={parsed === undefined ? words.notAnObject : undefined}
        styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: 'var(--font-size-small)' } }}
        onChange={(event) => setArgs(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || !parsed) return;
          event.preventDefault();
          call.mutate({ name: source.name, tool: tool.name, arguments: parsed });
        }}
      />
      <div className={classes['bar']}>
        <Permitted method="sources.callTool">
          <Button
            variant="filled"
            size="xs"
            disabled={parsed === undefined}
            loading={call.isPending}
            onClick={() => parsed && call.mutate({ name: source.name, tool: tool.name, arguments: parsed })}
          >
            {words.call(tool.name)}
          </Button>
        </Permitted>
        <span className={classes['hint']}>{words.isAudited}</span>
      </div>
      {call.error && !call.isPending && (
        <>
          <StatusMark status="critical" label={call.error.message} wrap />
          {call.error.hint !== undefined && <p className={classes['hint']}>{call.error.hint}</p>}
        </>
      )}
      {call.data && !call.isPending && (
        <div role="status">
          <StatusMark
            status={call.data.isError ? 'critical' : 'ok'}
            label={(call.data.isError ? words.answeredError : words.answered)(
              call.data.form,
              number(call.data.tookMs),
              number(call.data.textLength),
            )}
            wrap
          />
          <pre className={classes['json']} tabIndex={0} aria-label={words.answer}>
            {call.data.text}
          </pre>
          {call.data.textLength > call.data.text.length && (
            <p className={classes['hint']}>{words.cut(number(call.data.text.length))}</p>
          )}
        </div>
      )}
    </div>
  );
}

function parseArguments(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
