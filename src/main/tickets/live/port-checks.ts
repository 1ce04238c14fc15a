import { commandLine } from '../../ssh/read-command.ts';
import { networkCommands } from '../../ssh/commands/network.ts';
import { runTool } from '../../ssh/ssh-server.ts';
import { jsonField, type LiveCheck, type Reading } from './live-check.ts';

type Said = { readonly value: string; readonly quote: string } | undefined;

/** A port that is shut down has no link for that reason alone. */
function readingsOf(admin: Said, link: Said): readonly Reading[] {
  if (admin?.value === 'down') {
    const { quote } = admin;
    const text = 'read just now, it is administratively down';
    return [
      { patterns: ['port-disabled'], speaks: 'for', strength: 'moderate', text, quote },
      { patterns: ['port-down'], speaks: 'against', strength: 'strong', text, quote },
    ];
  }
  const readings: Reading[] = [];
  if (admin?.value === 'up') {
    const text = 'read just now, it is enabled';
    readings.push({
      patterns: ['port-disabled'],
      speaks: 'against',
      strength: 'conclusive',
      text,
      quote: admin.quote,
    });
  }
  const isUp = link?.value === 'up';
  if (link && (isUp || link.value === 'down')) {
    readings.push({
      patterns: ['port-down'],
      speaks: isUp ? 'against' : 'for',
      strength: isUp ? 'conclusive' : 'moderate',
      text: `read just now, its link is ${link.value}`,
      quote: link.quote,
    });
  }
  return readings;
}

/** What stands in an answer from such words on, to where the next of its kind begins. */
function partOf(answer: string, words: string, next: string): string | undefined {
  const at = answer.indexOf(words);
  if (at === -1) return undefined;
  const end = answer.indexOf(`"${next}":`, at + words.length);
  return answer.slice(at, end === -1 ? undefined : end);
}

const isCalled = (member: string, name: string): string => `"${member}":${JSON.stringify(name)}`;

const ofLab: LiveCheck = {
  tool: 'network_get_interfaces',
  kinds: ['interface'],
  argumentsFor: (port) => (port.kind === 'interface' ? { device: port.attributes.device } : undefined),
  read(answer, { name }) {
    const part = partOf(answer, isCalled('name', name), 'name');
    return part === undefined
      ? []
      : readingsOf(jsonField(part, 'admin_status'), jsonField(part, 'oper_status'));
  },
};

const overSnmp: LiveCheck = {
  tool: 'list_interfaces',
  kinds: ['interface'],
  argumentsFor: (port) =>
    port.kind === 'interface' ? { devices: [port.attributes.device], limit: 1 } : undefined,
  read(answer, { name }) {
    // Several ports of a device can have one name; the collected name then says which it is.
    const index = / \(ifIndex (\d+)\)$/.exec(name)?.[1];
    const names =
      index === undefined ? [isCalled('ifName', name), isCalled('ifDescr', name)] : [`"ifIndex":${index},`];
    const part = names.map((words) => partOf(answer, words, 'ifIndex')).find((found) => found !== undefined);
    return part === undefined
      ? []
      : readingsOf(jsonField(part, 'ifAdminStatus'), jsonField(part, 'ifOperStatus'));
  },
};

const overSsh: LiveCheck = {
  tool: runTool,
  kinds: ['interface'],
  argumentsFor: (port) =>
    port.kind === 'interface'
      ? { command: commandLine(networkCommands.links), profile: port.attributes.device }
      : undefined,
  read(answer, { name }) {
    const part = partOf(answer, isCalled('ifname', name), 'ifname');
    const flags = part === undefined ? undefined : /"flags":\[[^\]]*\]/.exec(part)?.[0];
    if (part === undefined || flags === undefined) return [];
    const state = jsonField(part, 'operstate');
    return readingsOf(
      { value: flags.includes('"UP"') ? 'up' : 'down', quote: flags },
      state && { value: state.value.toLowerCase(), quote: state.quote },
    );
  },
};

/** How a port is now, by the servers that know it. */
export const portChecks: readonly LiveCheck[] = [ofLab, overSnmp, overSsh];
