import { createInterface } from 'node:readline/promises';
import { plain } from './output.ts';

/** Talking with the person at the terminal: always on stderr, so that stdout stays the command's result. */
export interface Terminal {
  readonly isInteractive: boolean;
  /** What has to be seen before a question can be answered; shown whatever `--quiet` says. */
  show(text: string): void;
  confirm(question: string, signal: AbortSignal): Promise<boolean>;
  /** A line that is typed. */
  ask(question: string, signal: AbortSignal): Promise<string>;
  /** Asks without echo, or reads all of stdin when that is no terminal. */
  readSecret(prompt: string, signal: AbortSignal): Promise<string>;
}

export const terminal: Terminal = {
  get isInteractive() {
    return process.stdin.isTTY && process.stderr.isTTY;
  },
  show(text) {
    process.stderr.write(`${plain(text)}\n`);
  },
  async confirm(question, signal) {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim());
    } finally {
      lines.close();
    }
  },
  async ask(question, signal) {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await lines.question(question, { signal })).trim();
    } finally {
      lines.close();
    }
  },
  async readSecret(prompt, signal) {
    if (!process.stdin.isTTY) {
      return readAll(process.stdin);
    }
    process.stderr.write(prompt);
    // A line editor without an output echoes nothing.
    const lines = createInterface({ input: process.stdin, terminal: true });
    try {
      return await lines.question('', { signal });
    } finally {
      lines.close();
      process.stderr.write('\n');
    }
  },
};

/** A whole stream as text, without the line break that ends it. */
export async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
