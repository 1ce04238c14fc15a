import { parseArgs } from 'node:util';
import { labSizes, type LabSize } from './blueprint.ts';
import { LabError } from './domain.ts';
import { isEstateName, type EstateName } from './estates/estate.ts';
import { parseFault, type Fault } from './faults.ts';
import { labFlags } from './flags.ts';
import { isLabSizeName, sizeForVms } from './size.ts';
import { labDomainNames, type LabDomainName } from './world.ts';

export interface LabOptions {
  readonly transport: { type: 'stdio' } | { type: 'http'; port: number; host: string };
  readonly seed: string;
  readonly size: LabSize;
  readonly domains: readonly LabDomainName[];
  readonly frozen: boolean;
  readonly now?: number;
  readonly speed: number;
  readonly scenarios: readonly string[];
  readonly faults: readonly Fault[];
  readonly callLog?: string;
  readonly estates: readonly { name: EstateName; path: string }[];
}

/** @throws LabError that says which option, what was expected and what came. */
export function parseLabOptions(argv: readonly string[]): LabOptions {
  const { estates, rest } = takeEstates(argv);
  const values = readFlags(rest);
  const one = (name: string) => values.get(name)?.at(-1);
  const http = one('http');
  const now = one('now');
  const callLog = one('call-log');
  if (estates.length > 0 && (values.has('scenario') || values.has('domains')))
    throw new LabError('--estate: recorded estates have no scenarios or domains');
  return {
    transport:
      http === undefined
        ? { type: 'stdio' }
        : { type: 'http', port: whole('http', http, 0, 65_535), host: one('host') ?? '127.0.0.1' },
    seed: one('seed') ?? 'lab',
    size: parseSize(one),
    domains: parseDomains(one('domains')),
    frozen: values.has('frozen'),
    ...(now !== undefined && { now: parseNow(now) }),
    speed: parseSpeed(one('speed')),
    scenarios: values.get('scenario') ?? [],
    faults: (values.get('fault') ?? []).map(parseFault),
    ...(callLog !== undefined && { callLog }),
    estates,
  };
}

/** `--estate NAME PATH` takes two words, which parseArgs has no notion of. */
function takeEstates(argv: readonly string[]) {
  const estates: { name: EstateName; path: string }[] = [];
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word !== '--estate') {
      rest.push(word);
      continue;
    }
    const [name, path] = [argv[i + 1], argv[i + 2]];
    if (name === undefined || path === undefined || !isEstateName(name))
      throw new LabError(
        `--estate: expected netbox FILE or k8s-bundle DIRECTORY, got "${[name, path].filter(Boolean).join(' ')}"`,
      );
    estates.push({ name, path });
    i += 2;
  }
  return { estates, rest };
}

function readFlags(argv: readonly string[]): Map<string, string[]> {
  const options = Object.fromEntries(
    labFlags
      .filter(({ name }) => name !== 'estate')
      .map(({ name, value }) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true },
      ]),
  );
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    return new Map(
      Object.entries(values).map(([name, value]) => [name, [value].flat().map((item) => String(item))]),
    );
  } catch (error) {
    throw new LabError(error instanceof Error ? error.message : String(error));
  }
}

const sizeFlags = {
  vms: { flag: 'vms', least: 1, most: 200_000 },
  clusters: { flag: 'clusters', least: 1, most: 500 },
  hostsPerCluster: { flag: 'hosts-per-cluster', least: 1, most: 96 },
  kubernetesClusters: { flag: 'kubernetes-clusters', least: 1, most: 200 },
  nodesPerKubernetesCluster: { flag: 'nodes-per-kubernetes-cluster', least: 1, most: 240 },
  switches: { flag: 'switches', least: 6, most: 5_000 },
  arrays: { flag: 'arrays', least: 1, most: 500 },
} as const satisfies Record<keyof LabSize, { flag: string; least: number; most: number }>;

function parseSize(one: (name: string) => string | undefined): LabSize {
  const name = one('size');
  const vms = one('vms');
  if (name !== undefined && !isLabSizeName(name))
    throw new LabError(`--size: expected ${Object.keys(labSizes).join(', ')}, got "${name}"`);
  const base: LabSize =
    name === undefined && vms !== undefined
      ? sizeForVms(whole('vms', vms, sizeFlags.vms.least, sizeFlags.vms.most))
      : labSizes[name ?? 'small'];
  const given = Object.entries(sizeFlags).flatMap(([key, { flag, least, most }]) => {
    const text = one(flag);
    return text === undefined ? [] : [[key, whole(flag, text, least, most)]];
  });
  return { ...base, ...(Object.fromEntries(given) as Partial<LabSize>) };
}

function parseDomains(text: string | undefined): readonly LabDomainName[] {
  if (text === undefined) return labDomainNames;
  const names = text.split(',');
  for (const name of names)
    if (!labDomainNames.some((known) => known === name))
      throw new LabError(`--domains: expected some of ${labDomainNames.join(', ')}, got "${name}"`);
  return labDomainNames.filter((name) => names.includes(name));
}

function parseNow(text: string): number {
  const now = Date.parse(text);
  if (!/^\d{4}-/.test(text) || Number.isNaN(now))
    throw new LabError(`--now: expected a time such as 2026-01-15T08:00:00Z, got "${text}"`);
  return now;
}

function parseSpeed(text: string | undefined): number {
  const speed = Number(text ?? 1);
  if (!(speed > 0 && speed <= 1_000_000))
    throw new LabError(`--speed: expected a number above 0, got "${text}"`);
  return speed;
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new LabError(`--${flag}: expected a whole number from ${least} to ${most}, got "${text}"`);
  return value;
}
