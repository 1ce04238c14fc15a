import type { Actor } from '../../remediation/remediations.ts';
import type { Peer } from '../handler.ts';

/** Who is at the other end, as remediations know people. */
export function actorOf({ operator, role, via }: Peer): Actor {
  return { operator, role, via };
}
