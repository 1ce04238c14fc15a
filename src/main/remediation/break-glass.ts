import type { Policy } from '../../shared/model/policy.ts';
import type { Remediation } from '../../shared/model/remediation.ts';
import { mayActAs, type Role } from '../../shared/model/role.ts';
import { DomainError } from '../platform/errors.ts';
import type { Claims } from './engine/ports.ts';
import type { Actor } from './remediations.ts';

/** What an approver typed who runs one although the shared database cannot be asked. */
export interface BrokenGlass {
  readonly typed: string;
}

/** What somebody has to know, and to type, before they break it. */
export interface GlassNotice {
  /** By whoever asks, at this moment. */
  readonly possible: boolean;
  /** Why not. */
  readonly why?: string;
  readonly statement: string;
  readonly type: string;
}

type Refusal = { readonly code: 'glass-not-needed' | 'glass-forbidden'; readonly text: string };

/** Names are as long as whoever gave them wanted; what has to be typed is not. */
const longestName = 200;

/** What has to be typed letter by letter: what cannot be excluded, of this very target. */
export const sentenceOf = ({ targetName }: Pick<Remediation, 'targetName'>): string =>
  `${targetName.slice(0, longestName)} may be changed twice`;

function statementOf({ id, targetName, expectedEffect }: Remediation, why: string): string {
  return `${capital(why)}. Whether another workstation has taken up ${id} (${expectedEffect}), or does so while this one runs it, cannot be excluded: everything that its plan does to ${targetName} may be done twice, and at the same time. It is marked as such here and in the audit, and held against the shared database when that answers again.`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

async function refusal(
  record: Remediation,
  by: { readonly role: Role },
  policy: Pick<Policy, 'breakGlass'>,
  claims: Claims,
): Promise<{ readonly refused?: Refusal; readonly why: string }> {
  const forbidden = (text: string) => ({ refused: { code: 'glass-forbidden', text }, why: text }) as const;
  const needless = (text: string) => ({ refused: { code: 'glass-not-needed', text }, why: text }) as const;
  if (policy.breakGlass === 'never') return forbidden('policy lets nobody break glass');
  if (!mayActAs(by.role, policy.breakGlass))
    return forbidden(`breaking glass takes the role ${policy.breakGlass}`);
  if (!claims.isShared(record)) return needless('nothing is shared here: it can be run plainly');
  const reach = await claims.reach();
  switch (reach.is) {
    case 'answers':
      return needless('the shared database answers: it can be run plainly');
    case 'refuses':
      return needless(
        `the shared database answers, and refuses this workstation (${reach.text}): run it elsewhere`,
      );
    case 'silent':
      return { why: reach.text };
  }
}

export async function glassNotice(
  record: Remediation,
  by: { readonly role: Role },
  policy: Pick<Policy, 'breakGlass'>,
  claims: Claims,
): Promise<GlassNotice> {
  const { refused, why } = await refusal(record, by, policy, claims);
  return {
    possible: refused === undefined,
    ...(refused && { why: refused.text }),
    statement: statementOf(record, why),
    type: sentenceOf(record),
  };
}

/**
 * The shared database is asked at this moment: it may have come back while somebody typed.
 * @throws DomainError glass-not-needed | glass-forbidden | glass-typed
 */
export async function checkGlass(
  record: Remediation,
  glass: BrokenGlass,
  by: Actor,
  policy: Pick<Policy, 'breakGlass'>,
  claims: Claims,
): Promise<void> {
  const { refused } = await refusal(record, by, policy, claims);
  if (refused) throw new DomainError(refused.code, `Glass is not broken for ${record.id}: ${refused.text}.`);
  const sentence = sentenceOf(record);
  if (glass.typed !== sentence) {
    throw new DomainError('glass-typed', `Expected "${sentence}", came "${glass.typed.slice(0, 300)}".`, {
      hint: 'Type it as it stands there, once you have made sure that nobody else runs it.',
    });
  }
}
