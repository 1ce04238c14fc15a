import { StringDecoder } from 'node:string_decoder';

/** The last lines that a server wrote, bounded in number and in width whatever the server does. */
export interface LogTail {
  /** Raw output; lines are cut at newlines, a line that never ends is cut at the width. */
  write(chunk: Buffer): void;
  /** One whole line of our own making. */
  add(line: string): void;
  lines(): string[];
}

export function createLogTail(redact: (text: string) => string, maxLines = 200, maxWidth = 2_000): LogTail {
  const decoder = new StringDecoder('utf8');
  const kept: string[] = [];
  let partial = '';

  const add = (line: string) => {
    // Redacted before it is cut: half a secret would no longer be recognised.
    kept.push(redact(line.slice(0, maxWidth * 8)).slice(0, maxWidth));
    if (kept.length > maxLines * 2) kept.splice(0, kept.length - maxLines);
  };

  return {
    add,
    write(chunk) {
      const pieces = (partial + decoder.write(chunk)).split(/\r?\n/);
      partial = pieces.pop() ?? '';
      for (const piece of pieces.slice(-maxLines)) if (piece.trim() !== '') add(piece);
      if (partial.length > maxWidth * 8) {
        add(partial);
        partial = '';
      }
    },
    lines() {
      const tail = kept.slice(-maxLines);
      return partial.trim() === '' ? tail : [...tail.slice(1 - maxLines), redact(partial).slice(0, maxWidth)];
    },
  };
}
