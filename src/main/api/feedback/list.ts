import type { Feedback } from '../../../shared/model/feedback.ts';
import { subjectOf } from '../../feedback/feedback.ts';
import type { Handler } from '../handler.ts';

export const list: Handler<'feedback.list'> = async (query, { app, peer }) => {
  const { about, ticket, by, newestOnly, limit } = query;
  const all = await app.feedback.all();
  const subject = about && subjectOf(about);
  const remediations = ticket === undefined ? new Set<string>() : await remediationsOf(app.store, ticket);
  const wanted = all.filter(
    (one) =>
      (one.about.is !== 'answer' || one.by === peer.operator) &&
      (subject === undefined || subjectOf(one.about) === subject) &&
      (by === undefined || one.by === by) &&
      (ticket === undefined || concerns(one, ticket, remediations)),
  );
  const found = newestOnly ? newestOfEach(wanted) : wanted;
  const own = subject === undefined ? undefined : wanted.find((one) => one.by === peer.operator);
  return { items: found.slice(0, limit), total: found.length, ...(own && { own }) };
};

function concerns({ about }: Feedback, ticket: string, remediations: ReadonlySet<string>): boolean {
  if (about.is === 'diagnosis') return about.ticket === ticket;
  return about.is !== 'answer' && remediations.has(about.remediation);
}

async function remediationsOf(
  store: { readonly remediations: { find(query: object): Promise<{ readonly id: string }[]> } },
  ticketId: string,
): Promise<ReadonlySet<string>> {
  const found = await store.remediations.find({ selector: { ticketId } });
  return new Set(found.map(({ id }) => id));
}

/** They come newest first. */
function newestOfEach(list: readonly Feedback[]): Feedback[] {
  const seen = new Set<string>();
  return list.filter(({ by, about }) => {
    const key = `${by}\n${subjectOf(about)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
