import { Button } from '@mantine/core';
import { bytes } from '../../../shared/format.ts';
import { useCall, useCommand, useEvent, useRefresh } from '../../app/use-call.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ImportedFolders } from './knowledge/imported-folders.tsx';
import { SectionPage } from './section-page.tsx';

/** Which texts are searched beside the documents, how far indexing is, and a way to begin anew. */
export function KnowledgeSection() {
  const { knowledge: words } = useText();
  const { data, error, refetch } = useCall('knowledge.status', {});
  const refresh = useRefresh();
  const toast = useToast();
  const rebuild = useCommand('knowledge.rebuild', ['knowledge.status']);
  useEvent('knowledge.changed', {}, () => refresh('knowledge.status'));
  const start = () =>
    rebuild.mutate(
      {},
      {
        onSuccess: ({ passages }) => toast({ message: words.rebuilt(passages) }),
        onError: (failure) =>
          toast({ message: words.failed(words.rebuild, failure.message), status: 'critical', stays: true }),
      },
    );
  return (
    <SectionPage
      section="knowledge"
      actions={
        <Permitted method="knowledge.rebuild">
          <Button loading={rebuild.isPending} onClick={start}>
            {words.rebuild}
          </Button>
        </Permitted>
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Section title={words.state}>
          <SkeletonRows rows={4} />
        </Section>
      )}
      {data && (
        <>
          <Section title={words.state}>
            {data.problem !== undefined && <StatusMark status="critical" label={data.problem} wrap />}
            <KeyValue
              facts={[
                {
                  key: 'words',
                  label: words.words,
                  value: `${words.passages(data.passages)}, ${words.ofDocuments(data.documents.passages)}`,
                },
                {
                  key: 'state',
                  label: words.vectors,
                  value:
                    data.vectors.model === undefined ? (
                      words.noVectors
                    ) : data.vectors.problem === undefined ? (
                      [
                        words.embedded(data.vectors.embedded, data.passages, data.vectors.model),
                        ...(data.vectors.making ? [words.making(data.vectors.making.meanwhile)] : []),
                      ].join(' ')
                    ) : (
                      <StatusMark status="warning" label={data.vectors.problem} wrap />
                    ),
                },
                { key: 'size', label: words.size, value: bytes(data.bytes) },
              ]}
            />
            <p role="status">
              <StatusMark
                status={data.progress.state === 'idle' ? 'ok' : 'info'}
                label={
                  data.progress.state === 'idle'
                    ? words.idle
                    : words[data.progress.state](
                        data.progress.what ?? '',
                        data.progress.done,
                        data.progress.total,
                      )
                }
              />
            </p>
          </Section>
          <ImportedFolders folders={data.folders} />
        </>
      )}
    </SectionPage>
  );
}
