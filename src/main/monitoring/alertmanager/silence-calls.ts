import type { Instant } from '../../../shared/model/ids.ts';

/** Whose name Alertmanager shows for what a remediation silences. */
const creator = 'datacenter-docs';

const [create, remove] = ['create-silence', 'delete-silence'] as const;
export const silenceWrites: readonly string[] = [create, remove];

/** The call that begins a silence, now: the server sets its beginning. */
export const silenceCreation = (silence: {
  readonly labels: readonly { readonly name: string; readonly pattern: string }[];
  readonly until: Instant;
  readonly comment: string;
}) => ({
  tool: create,
  arguments: {
    matchers: silence.labels.map(({ name, pattern }) => ({ name, value: pattern, isRegex: true })),
    endsAt: silence.until,
    createdBy: creator,
    comment: silence.comment,
  },
});

/**
 * The call that ends one. The server says that it failed although it has worked: it expects an answer where Alertmanager
 * gives none. Only what is listed afterwards counts.
 */
export const silenceRemoval = (silence: string) => ({ tool: remove, arguments: { silenceId: silence } });
