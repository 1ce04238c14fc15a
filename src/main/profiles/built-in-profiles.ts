import { dirname, join } from 'node:path';
import { resourceFile } from '../platform/resource-file.ts';

/** Folder of the profiles that come with the application. */
export function builtInProfiles(): string {
  return join(dirname(resourceFile('default-policy.yaml')), 'profiles');
}
