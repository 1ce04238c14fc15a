import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** A certificate for 127.0.0.1 that is its own authority, valid for two days. */
export function makeTestCertificate(): { readonly key: string; readonly cert: string } {
  using folder = temporaryFolder();
  const key = join(folder.path, 'key.pem');
  const cert = join(folder.path, 'cert.pem');
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1'.split(
        ' ',
      ),
      ...`-addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`.split(' '),
    ],
    { stdio: 'pipe' },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
