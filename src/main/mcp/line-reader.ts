/** Cuts a byte stream into lines with a bound on memory. */
export interface LineReader {
  push(chunk: Buffer): void;
}

export interface LineReaderPorts {
  readonly maxBytes: number;
  readonly onLine: (line: string) => void;
  /** A line was longer than `maxBytes`: it was skipped, this is how it began and ended. */
  readonly onSkipped: (head: string, tail: string, bytes: number) => void;
  /** A line that has not ended after `maxBytes` × 4: nothing sensible follows. */
  readonly onEndless: () => void;
}

const fragment = 300;

export function createLineReader({ maxBytes, onLine, onSkipped, onEndless }: LineReaderPorts): LineReader {
  // Pieces are joined once, when their line ends: joining at every chunk is quadratic in the size of the line.
  let pieces: Buffer[] = [];
  let bytes = 0;
  let skipping: { head: string; tail: Buffer } | undefined;
  let ended = false;

  const append = (piece: Buffer) => {
    bytes += piece.length;
    if (skipping) {
      skipping.tail = Buffer.concat([skipping.tail, piece.subarray(-fragment)]).subarray(-fragment);
      if (bytes > maxBytes * 4) {
        ended = true;
        onEndless();
      }
      return;
    }
    pieces.push(piece);
    if (bytes <= maxBytes) return;
    const line = Buffer.concat(pieces);
    skipping = { head: line.toString('utf8', 0, fragment), tail: Buffer.from(line.subarray(-fragment)) };
    pieces = [];
  };

  const finish = () => {
    if (ended) return;
    if (skipping) onSkipped(skipping.head, skipping.tail.toString('utf8'), bytes);
    else {
      const line = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces, bytes);
      const end = line.at(-1) === 0x0d ? line.length - 1 : line.length;
      if (end > 0) onLine(line.toString('utf8', 0, end));
    }
    pieces = [];
    bytes = 0;
    skipping = undefined;
  };

  return {
    push(chunk) {
      let from = 0;
      for (let newline = chunk.indexOf(0x0a); newline !== -1; newline = chunk.indexOf(0x0a, from)) {
        if (ended) return;
        append(chunk.subarray(from, newline));
        finish();
        from = newline + 1;
      }
      if (!ended && from < chunk.length) append(chunk.subarray(from));
    },
  };
}
