import { unknownProfiles } from '../../profiles/open-profiles.ts';
import type { Handler } from '../handler.ts';
import { knownServers, shownProfile } from './shown-profile.ts';

export const list: Handler<'profiles.list'> = async (_input, { app }) => {
  const [{ servers }, known] = await Promise.all([app.mcp.servers.read(), knownServers(app)]);
  const all = app.profiles.all();
  return {
    profiles: all.map((one) => shownProfile(app, one, known)),
    folder: app.profiles.folder,
    problems: [...app.profiles.problems(), ...unknownProfiles(servers, all)],
  };
};
