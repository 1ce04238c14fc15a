import type { Random } from '../../platform/random.ts';

/**
 * Marks where data begin and end in what a model reads. The mark is made anew for every request and cannot be guessed,
 * so that no text can end its own fence; one that holds it all the same (a tool that repeats what it was sent) loses
 * it.
 */
export interface Fence {
  readonly boundary: string;
  wrap(what: string, text: string): string;
}

export function createFence(random: Random): Fence {
  const boundary = random.id(26);
  const bare = (text: string) => text.replaceAll(boundary, '');
  return {
    boundary,
    wrap: (what, text) =>
      `<data ${boundary} ${bare(what).replaceAll(/[<>\r\n]+/g, ' ')}>\n${bare(text)}\n</data ${boundary}>`,
  };
}
