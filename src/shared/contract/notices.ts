import { z } from 'zod';
import { noticeSchema } from '../model/notice.ts';
import { defineFeature } from './feature.ts';

/** What people were told of since the application started: the same in the console and as the desktop's notifications. */
export const notices = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      /** Newest first; the last hundred. */
      output: z.strictObject({ notices: z.array(noticeSchema) }),
    },
  },
  events: {
    told: { input: z.strictObject({}), payload: z.strictObject({ notice: noticeSchema }) },
  },
});
