import type { EntityId } from '../../shared/model/ids.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { JudgedClaim, Named, Source } from './claims.ts';
import { judge } from './judge.ts';
import { namesOf } from './names.ts';
import { readClaims, type Subject } from './read-claims.ts';
import { sentencesOf } from './sentences.ts';
import { isCheckable } from './token.ts';
import { tokensOf } from './tokens.ts';

export interface CheckContext {
  /** What the text is about, for an "it" in its first sentence. */
  readonly about?: EntityId;
}

export interface CheckedSentence {
  readonly text: string;
  /** Where it begins in the text. */
  readonly at: number;
  /**
   * supported: all that it says stands in the inventory. contradicted: the inventory says otherwise. unsupported: it
   * names, counts or states something that cannot be held against the inventory. no-claim: there is nothing in it to check.
   */
  readonly verdict: 'supported' | 'contradicted' | 'unsupported' | 'no-claim';
  readonly claims: readonly JudgedClaim[];
  readonly sources: readonly Source[];
  /** Why not, in a sentence that whoever wrote it can act on. */
  readonly reason?: string;
}

/**
 * Holds prose against the inventory, sentence by sentence, without a model: the same text over the same view always
 * gives the same verdicts. What is not understood is not supported.
 */
export function checkText(
  text: string,
  view: InventoryView,
  context: CheckContext = {},
): readonly CheckedSentence[] {
  const about = context.about === undefined ? undefined : view.get(context.about);
  let subject: Subject | undefined =
    about === undefined
      ? undefined
      : {
          names: [
            {
              at: 0,
              end: 0,
              text: about.name,
              lower: about.name.toLowerCase(),
              entities: [about],
              used: true,
            },
          ],
        };
  return sentencesOf(text).map((sentence) => {
    const checked = checkSentence(sentence.text, view, subject);
    subject = checked.subject;
    return { ...checked.sentence, at: sentence.at };
  });
}

/** A sentence longer than this says too much at once to be read. */
const longestSentence = 600;

function checkSentence(text: string, view: InventoryView, before: Subject | undefined) {
  if (text.length > longestSentence) {
    const reason = `it is longer than ${longestSentence} characters; say one thing in a sentence`;
    return {
      sentence: { text, verdict: 'unsupported' as const, claims: [], sources: [], reason },
      subject: before,
    };
  }
  const names = namesOf(view);
  const tokens = tokensOf(text, names, Date.parse(view.at));
  const { claims, subject } = readClaims(
    tokens,
    before && { names: before.names.map((name): Named => ({ ...name })) },
    names,
  );
  if (!tokens.some(isCheckable)) {
    return { sentence: { text, verdict: 'no-claim' as const, claims: [], sources: [] }, subject };
  }
  const several = tokens.some(({ entities }) => entities !== undefined && entities.length > 1);
  const judged = claims.map((claim) => judge(claim, view));
  // What a later claim has narrowed must be what an earlier one held for.
  const again =
    several && judged.every(({ verdict }) => verdict === 'supported')
      ? claims.map((claim) => judge(claim, view))
      : judged;
  const bad =
    again.find(({ verdict }) => verdict === 'contradicted') ??
    again.find(({ verdict }) => verdict === 'unsupported');
  const unread = tokens.filter((token) => isCheckable(token) && !token.used);
  const sources = bad === undefined ? distinct(again.flatMap((one) => one.sources)) : [];
  const reason =
    bad?.reason ??
    (unread.length > 0
      ? `nothing in the inventory bears out ${unread.map((token) => `"${token.text}"`).join(', ')} as it is said here`
      : claims.length === 0
        ? 'what it says cannot be held against the inventory'
        : undefined);
  const verdict =
    bad === undefined
      ? reason === undefined
        ? 'supported'
        : 'unsupported'
      : bad.verdict === 'contradicted'
        ? 'contradicted'
        : 'unsupported';
  return {
    sentence: {
      text,
      verdict: verdict as CheckedSentence['verdict'],
      claims: again,
      sources,
      ...(reason === undefined ? {} : { reason }),
    },
    subject,
  };
}

function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map((source) => [`${source.entity} ${source.path}`, source])).values()];
}
