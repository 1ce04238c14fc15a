import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from './access.ts';

/**
 * How a page gets its session: it posts the token out of its address's fragment, which no browser sends and no log
 * sees, and gets a cookie that its scripts cannot read.
 */
export function registerSession(
  server: FastifyInstance,
  access: () => Access,
  authorized: (request: FastifyRequest) => boolean,
): void {
  const noStore = { 'cache-control': 'no-store' };
  server.get('/session', async (request, reply) =>
    reply
      .code(authorized(request) ? 204 : 401)
      .headers(noStore)
      .send(),
  );
  server.post('/session', async (request, reply) => {
    if (!authorized(request)) return reply.code(401).headers(noStore).send();
    return reply.code(204).headers(noStore).header('set-cookie', access().openSession()).send();
  });
  server.delete('/session', async (_request, reply) =>
    reply.code(204).headers(noStore).header('set-cookie', access().endSession()).send(),
  );
}
