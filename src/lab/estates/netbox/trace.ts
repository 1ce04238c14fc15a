import type { Fixture, FixtureObject } from './fixture.ts';

/** What the other end of the cable in this port is plugged into. */
export function linkPeers(fixture: Fixture, port: FixtureObject): readonly FixtureObject[] {
  const cable = port.fields['cable'];
  if (typeof cable !== 'number') return [];
  return fixture
    .referring('dcim.cabletermination', 'cable', cable)
    .filter((termination) => termination.fields['cable_end'] !== port.fields['cable_end'])
    .flatMap((termination) => {
      const [app, model] = termination.fields['termination_type'] as [string, string];
      return fixture.get(`${app}.${model}`, termination.fields['termination_id']) ?? [];
    });
}

/** The far endpoints, through patch panels and circuits; a patch panel's own ports and circuits are no endpoints. */
export function endpointsBehind(fixture: Fixture, port: FixtureObject): readonly FixtureObject[] {
  if (passesThrough(port)) return [];
  const ends: FixtureObject[] = [];
  const seen = new Set<string>([key(port)]);
  let frontier = [...linkPeers(fixture, port)];
  while (frontier.length > 0) {
    const next: FixtureObject[] = [];
    for (const at of frontier) {
      if (seen.has(key(at))) continue;
      seen.add(key(at));
      if (!passesThrough(at)) {
        ends.push(at);
        continue;
      }
      for (const other of otherSide(fixture, at)) {
        seen.add(key(other));
        next.push(...linkPeers(fixture, other));
      }
    }
    frontier = next;
  }
  return ends;
}

function otherSide(fixture: Fixture, port: FixtureObject): readonly FixtureObject[] {
  switch (port.model) {
    case 'dcim.frontport': {
      const rear = fixture.get('dcim.rearport', port.fields['rear_port']);
      return rear ? [rear] : [];
    }
    case 'dcim.rearport':
      return fixture.referring('dcim.frontport', 'rear_port', port.pk);
    case 'circuits.circuittermination':
      return fixture
        .referring('circuits.circuittermination', 'circuit', port.fields['circuit'])
        .filter((termination) => termination.pk !== port.pk);
    default:
      return [];
  }
}

function passesThrough(port: FixtureObject): boolean {
  return ['dcim.frontport', 'dcim.rearport', 'circuits.circuittermination'].includes(port.model);
}

function key(object: FixtureObject): string {
  return `${object.model}/${object.pk}`;
}
