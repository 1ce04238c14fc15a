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

/** Where a trace has come to, and the strands of the trunk cables that it is inside of. */
interface Step {
  readonly at: FixtureObject;
  readonly strands: readonly unknown[];
}

/**
 * The far endpoints, through patch panels and circuits; a panel's own ports and circuits are no endpoints. A front
 * port enters its rear port at one position and leaves the panel at the other end of the trunk by the same one.
 */
export function endpointsBehind(fixture: Fixture, port: FixtureObject): readonly FixtureObject[] {
  if (passesThrough(port)) return [];
  const ends: FixtureObject[] = [];
  const seen = new Set<string>([key(port)]);
  let frontier: Step[] = linkPeers(fixture, port).map((at) => ({ at, strands: [] }));
  while (frontier.length > 0) {
    const next: Step[] = [];
    for (const step of frontier) {
      if (seen.has(key(step.at))) continue;
      seen.add(key(step.at));
      if (!passesThrough(step.at)) {
        ends.push(step.at);
        continue;
      }
      for (const other of otherSide(fixture, step)) {
        seen.add(key(other.at));
        next.push(...linkPeers(fixture, other.at).map((at) => ({ at, strands: other.strands })));
      }
    }
    frontier = next;
  }
  return ends;
}

function otherSide(fixture: Fixture, { at, strands }: Step): readonly Step[] {
  switch (at.model) {
    case 'dcim.frontport': {
      const rear = fixture.get('dcim.rearport', at.fields['rear_port']);
      if (!rear) return [];
      const position = at.fields['rear_port_position'];
      return [{ at: rear, strands: rear.fields['positions'] === 1 ? strands : [...strands, position] }];
    }
    case 'dcim.rearport': {
      const fronts = fixture.referring('dcim.frontport', 'rear_port', at.pk);
      if (at.fields['positions'] === 1) return fronts.map((front) => ({ at: front, strands }));
      return fronts
        .filter((front) => front.fields['rear_port_position'] === strands.at(-1))
        .map((front) => ({ at: front, strands: strands.slice(0, -1) }));
    }
    case 'circuits.circuittermination':
      return fixture
        .referring('circuits.circuittermination', 'circuit', at.fields['circuit'])
        .filter((termination) => termination.pk !== at.pk)
        .map((termination) => ({ at: termination, strands }));
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
