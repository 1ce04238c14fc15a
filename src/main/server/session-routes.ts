import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access, SignedIn } from './access.ts';
import type { SignIns } from './sign-ins.ts';

/**
 * How a page gets its session: it posts the token out of its address's fragment, which no browser sends and no log
 * sees, and gets a cookie that its scripts cannot read.
 */
export function registerSession(
  server: FastifyInstance,
  options: {
    readonly access: () => Access;
    readonly signedIn: (request: FastifyRequest) => SignedIn | undefined;
    readonly signIns: SignIns;
  },
): void {
  const { access, signedIn, signIns } = options;
  const noStore = { 'cache-control': 'no-store' };
  server.get('/session', async (request, reply) =>
    reply
      .code(signedIn(request) ? 204 : 401)
      .headers(noStore)
      .send(),
  );
  server.post('/session', async (request, reply) => {
    const as = signedIn(request);
    if (!as) return reply.code(401).headers(noStore).send();
    await signIns.opened(as, request.ip);
    return reply.code(204).headers(noStore).header('set-cookie', access().openSession(as)).send();
  });
  server.delete('/session', async (request, reply) => {
    const as = signedIn(request);
    if (as) await signIns.ended(as, request.ip);
    return reply.code(204).headers(noStore).header('set-cookie', access().endSession()).send();
  });
}
