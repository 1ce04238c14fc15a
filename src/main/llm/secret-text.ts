import { embeddedPassword, looksSecret, redactedMark } from '../platform/secrets-redact.ts';

/**
 * Takes out of a text what is a secret whoever wrote it: log lines, device configurations, manifests and notes hold
 * them, and a model needs none of them. The values that this application knows are taken out beside this.
 */
export function withoutSecrets(text: string): string {
  let bare = text;
  for (const { pattern, replace } of rules) bare = bare.replaceAll(pattern, replace);
  return withoutSecretManifests(bare).replace(
    assignment,
    (whole, name: string, mark: string, quote?: string, quoted?: string, plain?: string) => {
      const value = quoted ?? plain ?? '';
      if (value.startsWith(redactedMark) || !isSecret(name, value)) return whole;
      return `${name}${mark}${quote ?? ''}${redactedMark}${quote ?? ''}`;
    },
  );
}

const rules: readonly { readonly pattern: RegExp; readonly replace: string }[] = [
  // Also one whose end is cut off, and one on a single line with \n in it.
  {
    pattern:
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|[A-Za-z0-9+/=\s\\:,.-]*)/g,
    replace: redactedMark,
  },
  {
    pattern: embeddedPassword,
    replace: `$1$3${redactedMark}`,
  },
  {
    pattern:
      /\b(authorization["']?\s{0,20}[:=]\s{0,20}["']?(?:bearer|basic|digest|token|negotiate|apikey)?\s{0,20})[^\s"',;]{6,}/gi,
    replace: `$1${redactedMark}`,
  },
  { pattern: /\b(bearer\s+)(?=[^\s"']*\d)[\w.~+/=-]{12,}/gi, replace: `$1${redactedMark}` },
  { pattern: /((?:^|\n)[^\S\n]*(?:set-)?cookie[^\S\n]{0,20}:)[^\n]+/gi, replace: `$1 ${redactedMark}` },
  // Prefixes that issuers give their tokens.
  {
    pattern:
      /\b(?:gh[pousr]_\w{16,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ptt|soat)-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|sk-(?:ant-|proj-|or-)?[\w-]{16,}|hv[sbr]\.[\w-]{16,}|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,20}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|npm_\w{30,}|pypi-[\w-]{30,}|dop_v1_\w{40,}|SG\.[\w-]{16,}\.[\w-]{16,}|shp(?:at|ca|pa|ss)_\w{24,}|rk_(?:live|test)_\w{16,}|sk_(?:live|test)_\w{16,}|eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*|K10[0-9a-f]{40,}::\w+:\w+|dckr_pat_[\w-]{16,}|ATATT[\w=-]{20,}|lin_api_\w{20,})/g,
    replace: redactedMark,
  },
  // Hashes of passwords, as in /etc/shadow and in device configurations.
  {
    pattern: /\$(?:1|2[abxy]?|5|6|7|8|9|14|y|gy|argon2(?:i|d|id)?|pbkdf2[\w-]*|scrypt)\$[^\s:"']{8,}/g,
    replace: redactedMark,
  },
  // What devices write: `enable secret 9 …`, `password 7 …`, `key-string …`, communities, shared keys.
  {
    pattern:
      /\b((?:enable\s+)?(?:secret|password|passphrase)\s+(?:\d{1,2}|cipher|encrypted|hash|plain-text|simple|sha512|level\s+\d+)\s+)(?!\[redacted\])[^\s"']{3,}/gi,
    replace: `$1${redactedMark}`,
  },
  {
    pattern:
      /\b((?:key-string|pre-shared-key|authentication-key(?:\s+\d+)?(?:\s+md5)?|tacacs-server key|radius-server key|snmp-server community|neighbor\s+\S+\s+password|ppp chap password|wpa-psk\s+ascii|auth-password|priv-password)\s+(?:(?:\d|local|remote|ascii-text|hexadecimal|cipher|ascii)\s+)*["']?)(?!\[redacted\])[^\s"']{3,}/gi,
    replace: `$1${redactedMark}`,
  },
  // In a sentence: "the password is Xy12!z"; a plain word there is a sentence and no password.
  {
    pattern:
      /\b((?:password|passwort|kennwort|passphrase|passcode|密码|密碼)\s*(?:is|was|lautet|ist|war|[:：=]|是|为|為)\s*["'“„«`]?)(?=[^\s"'”“»`]*[\d!@#$%^&*?§])[^\s"'”“»`]{4,}/giu,
    replace: `$1${redactedMark}`,
  },
];

/**
 * `name: value`, `"name": "value"`, `--name=value`, `NAME=value`, also with the quotes of JSON within JSON. Between
 * quotes, a value may have spaces.
 */
const assignment =
  /(?<![\w$])([A-Za-z][\w.-]{1,60})(\\*["']?\s{0,8}[:=]\s{0,8})(?:(\\*["'])([^"'\n]{4,4000}?)\3|([^\s"'\\,;]{4,4000}))/g;

/** Words that are as often something else: `key: environment`, `auth: enabled`, `max_token: 4096`. */
const ambiguous = /^(?:key|auth|sig|signature|pat|pass|cookie)$/i;

function isSecret(name: string, value: string): boolean {
  if (ambiguous.test(name) && !/\d/.test(value)) return false;
  if (/token/i.test(name) && /^\d{1,6}$/.test(value)) return false;
  return looksSecret(name, value);
}

/** The data of a Kubernetes Secret: base64 hides nothing. */
function withoutSecretManifests(text: string): string {
  if (!/kind["']?\s*:\s*["']?Secret\b/.test(text)) return text;
  let inData: number | undefined;
  return text
    .replaceAll(/"(?:data|stringData)"\s*:\s*\{[^{}]*\}/g, (data) =>
      data.replaceAll(/("[\w.-]+"\s*:\s*)"[^"]*"/g, `$1"${redactedMark}"`),
    )
    .split('\n')
    .map((line) => {
      const indent = line.length - line.trimStart().length;
      if (/^\s*["']?(?:data|stringData)["']?\s*:/.test(line)) {
        inData = indent;
        return line;
      }
      if (inData !== undefined && line.trim() !== '' && indent <= inData) inData = undefined;
      if (inData === undefined) return line;
      return /^\s*["']?[\w.-]+["']?\s*:/.test(line)
        ? line.replace(/^(\s*["']?[\w.-]+["']?\s*:\s*).+?(,?)$/, `$1${redactedMark}$2`)
        : line.replace(/\S.*$/, redactedMark);
    })
    .join('\n');
}
