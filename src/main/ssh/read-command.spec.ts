import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine, isCommandLine, readCommand } from './read-command.ts';
import { readCommands } from './read-commands.ts';

const image = readCommand('image', 'rbd info --format json {pool}/{image}', {
  arguments: { pool: /^[A-Za-z0-9_.-]+$/, image: /^[A-Za-z0-9_.-]+$/ },
  sudo: true,
});
const vlans = readCommand('vlans', 'bridge -j vlan show', { program: 'sbin', sudo: true });

const throws = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
};

describe('a command that only reads', () => {
  it('is sent as it is declared, with the path of the programs of administrators where it needs that', () => {
    expect(commandLine(image, { pool: 'volumes', image: 'pvc-1' })).toBe(
      'rbd info --format json volumes/pvc-1',
    );
    expect(commandLine(vlans)).toMatch(/^PATH=[^ ]*\/usr\/sbin[^ ]* bridge -j vlan show$/);
    expect(commandLine(vlans, {}, true)).toBe('sudo -n bridge -j vlan show');
  });

  it('is recognised in each of its forms', () => {
    for (const sudo of [false, true]) {
      expect(isCommandLine(vlans, commandLine(vlans, {}, sudo))).toBe(true);
      expect(isCommandLine(image, commandLine(image, { pool: 'a', image: 'b' }, sudo))).toBe(true);
    }
  });

  it.each([
    ['nothing'],
    ['bridge -j vlan show'],
    ['sudo -n bridge -j vlan show; id'],
    ['sudo -n  bridge -j vlan show'],
    ['sudo -n bridge -j vlan add vid 10 dev eth0'],
    ['PATH=/tmp bridge -j vlan show'],
  ])('is not taken for %j', (line) => {
    expect(isCommandLine(vlans, line)).toBe(false);
  });

  it('takes no argument that a shell or the program could read as more than a name', () => {
    const sent = ['-a', 'a b', 'a;id', '$(id)', '`id`', 'a|b', '../..', "a'b", 'a\nb', ''].filter(
      (pool) => !throws(() => commandLine(image, { pool, image: 'b' })),
    );
    expect(sent).toEqual([]);
    expect(() => commandLine(image, { pool: 'a' })).toThrow(TypeError);
  });

  it('takes none either where the pattern of an argument would let anything pass', () => {
    const loose = readCommand('loose', 'rbd ls {pool}', { arguments: { pool: /^.*$/s } });
    for (const pool of ['-a', '$(id)', 'a;id', '`id`', 'a|b', 'a\nb', '~root', '*']) {
      expect(() => commandLine(loose, { pool })).toThrow(TypeError);
      expect(isCommandLine(loose, `rbd ls ${pool}`)).toBe(false);
    }
    expect(isCommandLine(loose, 'rbd ls volumes')).toBe(true);
  });

  it('recognises nothing that it would not send', () => {
    assert(
      property(string({ unit: 'grapheme-ascii' }), string({ unit: 'grapheme-ascii' }), (pool, name) => {
        const line = `rbd info --format json ${pool}/${name}`;
        let sent: string | undefined;
        try {
          sent = commandLine(image, { pool, image: name });
        } catch {
          sent = undefined;
        }
        expect(isCommandLine(image, line)).toBe(sent === line);
      }),
    );
  });

  it('is a mistake of ours when it could be more than one command', () => {
    const taken = [
      'ip link; id',
      'cat < /etc/shadow',
      'ls $(id)',
      'a | b',
      'a && b',
      'a > b',
      'a `b`',
    ].filter((text) => !throws(() => readCommand('x', text)));
    expect(taken).toEqual([]);
    expect(() => readCommand('x', 'rbd ls {pool}')).toThrow(/no pattern/);
  });
});

describe('all of them', () => {
  it('have an id of their own, and each is recognised as none but itself', () => {
    expect(new Set(readCommands.map(({ id }) => id)).size).toBe(readCommands.length);
    const constant = readCommands.filter(({ text }) => !text.includes('{'));
    for (const command of constant)
      expect(readCommands.filter((other) => isCommandLine(other, commandLine(command)))).toEqual([command]);
  });
});
