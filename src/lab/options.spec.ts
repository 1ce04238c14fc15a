import { describe, expect, test } from 'vitest';
import { labSizes } from './blueprint.ts';
import { parseLabOptions } from './options.ts';

describe('lab options', () => {
  test('serve a small estate over stdio unless told otherwise', () => {
    expect(parseLabOptions([])).toEqual({
      transport: { type: 'stdio' },
      seed: 'lab',
      size: labSizes.small,
      domains: ['vmware', 'kubernetes', 'network', 'storage'],
      frozen: false,
      speed: 1,
      scenarios: [],
      faults: [],
      estates: [],
    });
  });

  test('take everything that there is to say', () => {
    expect(
      parseLabOptions(
        `--http 8090 --host ::1 --seed=s --size medium --arrays 3 --frozen --now 2026-02-03T04:05:06Z
        --speed 60 --domains storage,vmware --scenario a --scenario b --fault slow:latencyMs=5 --call-log f`.split(
          /\s+/,
        ),
      ),
    ).toMatchObject({
      transport: { type: 'http', port: 8090, host: '::1' },
      seed: 's',
      size: { ...labSizes.medium, arrays: 3 },
      frozen: true,
      now: Date.parse('2026-02-03T04:05:06Z'),
      speed: 60,
      domains: ['vmware', 'storage'],
      scenarios: ['a', 'b'],
      faults: [{ name: 'slow', latencyMs: 5 }],
      callLog: 'f',
    });
  });

  test('size an estate by its VMs, everything else in proportion', () => {
    const { size } = parseLabOptions(['--vms', '50000']);
    expect(size.vms).toBe(50_000);
    expect(size.clusters * size.hostsPerCluster).toBeGreaterThanOrEqual(2_000);
    expect(parseLabOptions(['--vms', '1']).size).toMatchObject({ vms: 1, clusters: 2 });
    expect(parseLabOptions(['--vms', '300', '--size', 'small']).size).toEqual({
      ...labSizes.small,
      vms: 300,
    });
  });

  test('take estates by name and path, as often as wanted', () => {
    expect(
      parseLabOptions(['--estate', 'netbox', 'a.json', '--http', '0', '--estate', 'k8s-bundle', 'dir'])
        .estates,
    ).toEqual([
      { name: 'netbox', path: 'a.json' },
      { name: 'k8s-bundle', path: 'dir' },
    ]);
  });

  test.each([
    [['--size', 'tiny'], '--size: expected small, medium, large, huge, got "tiny"'],
    [['--http', '70000'], '--http: expected a whole number from 0 to 65535, got "70000"'],
    [['--vms', '1.5'], '--vms: expected a whole number'],
    [['--now', 'yesterday'], '--now: expected a time'],
    [['--speed', '0'], '--speed: expected a number above 0'],
    [['--domains', 'storage,tape'], 'got "tape"'],
    [['--estate', 'floppy', 'x'], '--estate: expected netbox FILE or k8s-bundle DIRECTORY, got "floppy x"'],
    [['--estate', 'netbox', 'x', '--scenario', 'y'], 'recorded estates have no scenarios'],
    [['--fault', 'explode'], 'fault "explode"'],
    [['--fault', 'slow:latency'], 'expected key=value, got "latency"'],
    [['--fault', 'slow:speed=1'], 'fault "slow:speed=1"'],
    [['--unheard-of'], '--unheard-of'],
    [['extra'], 'extra'],
  ])('%j is refused, saying what was expected', (argv, message) => {
    expect(() => parseLabOptions(argv)).toThrow(message);
  });
});
