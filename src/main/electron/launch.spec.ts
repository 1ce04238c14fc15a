import { describe, expect, it } from 'vitest';
import { parseLaunch } from './launch.ts';

describe('the command line of the desktop', () => {
  it.each([
    [['.'], { hidden: false }],
    [['.', '--data-dir', '/data'], { hidden: false, dataDir: '/data' }],
    [['--data-dir=/data with space', '--hidden'], { hidden: true, dataDir: '/data with space' }],
    [['--data-dir'], { hidden: false }],
    [['--data-dir='], { hidden: false }],
    [
      ['--no-sandbox', 'datacenter-docs://inventory', '--enable-logging'],
      { hidden: false, link: 'datacenter-docs://inventory' },
    ],
  ])('%j means %j', (args, launch) => {
    expect(parseLaunch(args)).toEqual(launch);
  });
});
