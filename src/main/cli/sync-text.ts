import type { OutputOf } from '../../shared/contract/contract.ts';
import { withoutEscapes, type Output } from './output.ts';

type Status = OutputOf<'sync.status'>;
type Parked = OutputOf<'sync.parked'>['items'];
type Checked = OutputOf<'sync.check'>;

const mostParked = 200;

export function statusText(given: Status, parked: Parked, showParked: boolean, output: Output): string {
  const status = withoutEscapes(given);
  const { color } = output;
  const mark = {
    running: color.green('✓'),
    connecting: color.dim('○'),
    off: color.dim('○'),
    paused: color.yellow('▲'),
    unreachable: color.red('■'),
    refused: color.red('■'),
    'not-set-up': color.red('■'),
    outdated: color.red('■'),
  }[status.state];
  const lines = [
    `${mark} ${status.state}: ${status.text}`,
    ...(status.url === undefined
      ? []
      : [
          `server       ${status.url}${status.serverVersion === undefined ? '' : ` (CouchDB ${status.serverVersion})`}`,
          `account      ${status.user ?? 'none set'}${status.roles.length > 0 ? `, ${status.roles.join(', ')}` : ''}`,
        ]),
    `workstation  ${status.workstation}`,
    ...(status.since === undefined ? [] : [`since        ${status.since}`]),
    ...(status.clockSkewMs === undefined ? [] : [`clock        ${skewText(status.clockSkewMs)}`]),
  ];
  const table = output.table(
    ['collection', 'to send', 'to read', 'merged', 'parked', 'settled', 'last fault'],
    status.collections.map((one) => [
      one.name,
      one.pending,
      one.behind ?? '–',
      one.merged,
      one.parked,
      one.settledAt?.slice(11, 19) ?? '–',
      one.fault?.text.slice(0, 100) ?? '',
    ]),
  );
  if (table !== '') lines.push('', table);
  if (showParked && parked.length > 0)
    lines.push(
      '',
      output.table(
        ['collection', 'document', 'since', 'reason'],
        withoutEscapes(parked.slice(0, mostParked)).map(({ collection, id, at, reason }) => [
          collection,
          id,
          at.slice(0, 19),
          reason.slice(0, 200),
        ]),
      ),
    );
  else if (parked.length > 0)
    lines.push(
      '',
      color.yellow(`${parked.length} parked: \`sync status --parked\` lists them with the reason.`),
    );
  return lines.join('\n');
}

function skewText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 100) / 10;
  return seconds < 2 ? 'as the server’s' : `${seconds} s ${ms > 0 ? 'ahead of' : 'behind'} the server’s`;
}

export function checkText(given: Checked, output: Output): string {
  const checked = withoutEscapes(given);
  const { color } = output;
  const lines = checked.findings.flatMap(({ subject, ok, text, hint }) => [
    `${ok ? color.green('✓') : color.red('■')} ${subject.padEnd(20)} ${text}`,
    ...(hint === undefined ? [] : [`${' '.repeat(23)}${color.dim(hint)}`]),
  ]);
  const differing = checked.collections.flatMap(({ collection, onlyHere, onlyThere, differing: other }) => [
    ...onlyHere.map((id) => [collection, id, 'only here']),
    ...onlyThere.map((id) => [collection, id, 'only there']),
    ...other.map((id) => [collection, id, 'differs']),
  ]);
  if (differing.length > 0) lines.push('', output.table(['collection', 'document', 'what'], differing));
  return lines.join('\n');
}
