import { z } from 'zod';

// Imported before anything else that uses zod: its probe for `eval` would be a violation of the page's CSP.
z.config({ jitless: true });
