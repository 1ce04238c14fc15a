import { safeMarkdown } from '../../../shared/model/safe-markdown.ts';

/** Longest that is held back for something that was begun and may never end. */
const longestHeld = 2_000;

/**
 * What a model says, as it may be shown while it comes: nothing is passed on while a link, an image, an address or a
 * secret may still be unfinished; what follows the list of quotes at its end never is.
 */
export function createSafeStream(
  emit: (delta: string) => void,
  withoutSecrets: (text: string) => string,
  hides: (line: string) => boolean,
): { push(delta: string): void; end(): void } {
  let held = '';
  let over = false;

  function pass(text: string): void {
    if (text !== '') emit(withoutSecrets(safeMarkdown(text).text));
  }

  function flush(all: boolean): void {
    for (;;) {
      const end = held.indexOf('\n');
      if (end === -1) break;
      const line = held.slice(0, end + 1);
      if (hides(line)) {
        over = true;
        held = '';
        return;
      }
      // A secret may go on in the next line: a key does.
      if (!all && /-----BEGIN|```|~~~/.test(held) && !isClosed(held) && held.length < longestHeld) return;
      if (/-----BEGIN|```|~~~/.test(held) && isClosed(held)) {
        pass(held.slice(0, held.lastIndexOf('\n') + 1));
        held = held.slice(held.lastIndexOf('\n') + 1);
        continue;
      }
      pass(line);
      held = held.slice(end + 1);
    }
    if (all) {
      if (!hides(held)) pass(held);
      held = '';
      return;
    }
    // A line without end is not held for ever; the word at its end may be half of one.
    if (held.length > longestHeld) {
      if (hides(held)) {
        over = true;
        held = '';
        return;
      }
      const word = held.length - (/\S{0,200}$/.exec(held.slice(-200))?.[0].length ?? 0);
      const from = word > longestHeld / 2 ? word : held.length;
      pass(held.slice(0, from));
      held = held.slice(from);
      return;
    }
    // Within a line: whole sentences, where nothing is open.
    const cut = held.search(/[.!?](?:\s*\[\d+\])*\s+\S*$/);
    if (cut === -1 || /[[<!`]|https?:|www\.|[:=]\s*\S*$/.test(held.replaceAll(/\[\d+\]/g, ''))) return;
    const until = held.length - (/\S*$/.exec(held)?.[0].length ?? 0);
    if (/^\s*\W*\w*$/.test(held.slice(0, until)) || hides(held)) return;
    pass(held.slice(0, until));
    held = held.slice(until);
  }

  return {
    push(delta) {
      if (over) return;
      held += delta;
      flush(false);
    },
    end() {
      if (!over) flush(true);
    },
  };
}

function isClosed(text: string): boolean {
  const fences = text.match(/(?:^|\n)\s*(?:```|~~~)/g)?.length ?? 0;
  const keys = (text.match(/-----BEGIN/g)?.length ?? 0) - (text.match(/-----END/g)?.length ?? 0);
  return fences % 2 === 0 && keys <= 0;
}
