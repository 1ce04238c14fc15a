import type { Amount } from '../amounts.ts';
import type { Claim } from '../claims.ts';

export type Of<Is extends Claim['is']> = Extract<Claim, { readonly is: Is }>;

export function shown({ value, dimension, bound }: Amount): string {
  return `${bound === undefined ? '' : `${bound} `}${value}${dimension === 'count' ? '' : ` ${dimension}`}`;
}
