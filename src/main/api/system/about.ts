import { version } from '../../platform/version.ts';
import type { Handler } from '../handler.ts';

export const about: Handler<'system.about'> = (_input, { app, host, peer }) => ({
  version,
  host: host.kind,
  platform: process.platform,
  dataDir: app.dataDir,
  site: app.settings.site,
  startedAt: host.startedAt,
  now: app.clock.now(),
  operator: peer.operator,
});
