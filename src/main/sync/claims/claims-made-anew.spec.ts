import { expect, it } from 'vitest';
import { createClaimServer, modelStation } from '../../../../test/support/claim-world.ts';
import { seededRandom } from '../../../../test/support/station/seeded-random.ts';

it('a claim that was made in a database of another life is none: who made one in the earlier is not known', async () => {
  const server = createClaimServer();
  const { claims } = modelStation('noc-1', server, seededRandom(7), () => ['R-1']);
  const claimsLife = server.life;
  await claims.meet(() => Promise.resolve());
  // Somebody makes it anew after this station has looked, and before it writes.
  class MadeAnew extends Map<string, Record<string, unknown>> {
    override set(path: string, document: Record<string, unknown>): this {
      if (path === '/claims/R-1') server.life = 'the-second-life';
      return super.set(path, document);
    }
  }
  server.documents = new MadeAnew(server.documents);
  const claimed = await claims.acquire({
    remediation: 'R-1',
    claimsLife,
    workstation: 'noc-1',
    by: 'alice',
    planHash: 'p1',
  });
  expect(server.life).toBe('the-second-life');
  expect(claimed).toMatchObject({ is: 'lost', text: expect.stringContaining('made anew') as string });
});
