import { unknownProfiles } from '../../profiles/open-profiles.ts';
import type { Handler } from '../handler.ts';
import { shownProfile } from './shown-profile.ts';

export const list: Handler<'profiles.list'> = async (_input, { app }) => {
  const { servers } = await app.mcp.servers.read();
  const all = app.profiles.all();
  return {
    profiles: all.map((one) => shownProfile(app, one, servers)),
    folder: app.profiles.folder,
    problems: [...app.profiles.problems(), ...unknownProfiles(servers, all)],
  };
};
