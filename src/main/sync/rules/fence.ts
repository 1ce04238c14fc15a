import { memberOf, type Members } from './given.ts';
import { refuse } from './refuse.ts';

/** Each lease has a number, and the next one a higher: who held an earlier one writes nothing over a later one. */
export function refuseFenced(doc: Members, before: Members | undefined): void {
  const now = fenceOf(doc);
  const was = fenceOf(before);
  if (now < was)
    refuse(
      'fenced',
      `written under lease ${now}, and what is there under lease ${was}: another leads by now`,
    );
}

function fenceOf(of: Members | undefined): number {
  const fence = memberOf(of, 'fence');
  return typeof fence === 'number' ? fence : 0;
}
