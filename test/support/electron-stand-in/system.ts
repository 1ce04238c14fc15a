import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { standIn, type Dialogue } from './control.ts';

/** The parts of the system around an application: dialogues, the browser, power, displays, the system's key. */

async function ask(kind: Dialogue['kind'], args: readonly unknown[]): Promise<unknown> {
  const options = (args.at(-1) ?? {}) as Record<string, unknown>;
  return standIn.answer({ kind, options });
}

export const dialog = {
  showMessageBox: (...args: unknown[]) => ask('message', args),
  showSaveDialog: (...args: unknown[]) => ask('save', args),
  showErrorBox(title: string, content: string): void {
    standIn.dialogues.push({ kind: 'error', options: { title, content } });
    process.stderr.write(`${title}: ${content}\n`);
    standIn.changed();
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    standIn.opened.push(url);
    standIn.changed();
  },
  async openPath(path: string): Promise<string> {
    standIn.opened.push(path);
    standIn.changed();
    return '';
  },
};

export const powerMonitor = new EventEmitter();

interface Display {
  readonly id: number;
  readonly workArea: { x: number; y: number; width: number; height: number };
}

function displays(): Display[] {
  const named = process.env['STAND_IN_DISPLAYS'];
  return named === undefined
    ? [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }]
    : (JSON.parse(named) as Display[]);
}

export const screen = {
  getPrimaryDisplay: () => displays()[0],
  getAllDisplays: displays,
};

const secretKey = Buffer.alloc(32, 7);

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => process.env['STAND_IN_NO_ENCRYPTION'] !== '1',
  getSelectedStorageBackend: () => process.env['STAND_IN_PASSWORD_STORE'] ?? 'gnome_libsecret',
  async encryptStringAsync(text: string): Promise<Buffer> {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', secretKey, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  },
  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const decipher = createDecipheriv('aes-256-gcm', secretKey, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    const result = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    return { result, shouldReEncrypt: false };
  },
};
