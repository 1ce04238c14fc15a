import { runLabProcess } from './process.ts';

process.exit(await runLabProcess(process.argv.slice(2)));
