import type { Actor } from '../../remediation/remediations.ts';
import type { Peer } from '../handler.ts';

/** Who is at the other end, as remediations know people. Whoever has the token of this installation is its admin. */
export function actorOf({ operator, via }: Peer): Actor {
  return { operator, role: 'admin', via };
}
