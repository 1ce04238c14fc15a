import path from 'node:path';
import { z } from 'zod';
import { LabError, type LabTool } from '../../domain.ts';
import { createReadTools } from '../../kubernetes/read-tools.ts';
import type { LabEstate } from '../estate.ts';
import { createBundleBackend } from './backend.ts';
import { openBundle } from './bundle.ts';

/**
 * A troubleshoot.sh support bundle as an MCP server over that cluster would show it: the same tools as the simulated
 * clusters, with the raw objects, events and logs that were collected, plus every file as it is.
 */
export function createKubernetesBundleEstate(directory: string): LabEstate {
  const bundle = openBundle(directory);
  const fileInput = z.object({ path: z.string().min(1) });
  const files: LabTool[] = [
    {
      name: 'kubernetes_bundle_files',
      title: 'List bundle files',
      description: 'Every file of the support bundle with its size in bytes.',
      input: z.object({}),
      readOnly: true,
      run: () => ({ files: bundle.files.map((file) => ({ path: file.path, bytes: file.bytes })) }),
    },
    {
      name: 'kubernetes_bundle_file',
      title: 'Read a bundle file',
      description: 'One file of the support bundle as text.',
      input: fileInput,
      readOnly: true,
      run: (args) => {
        const wanted = path.posix.normalize(fileInput.parse(args).path);
        const text = bundle.text(wanted);
        if (text === undefined) throw new LabError(`${wanted}: no such file in the bundle`);
        return { path: wanted, text };
      },
    },
  ];
  return {
    name: 'kubernetes-bundle',
    title: `Kubernetes support bundle ${path.basename(path.resolve(directory))}`,
    tools: [...createReadTools(createBundleBackend(bundle)), ...files],
  };
}
