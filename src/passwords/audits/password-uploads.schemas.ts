import { z } from 'zod';
import { UPLOAD_FORMATS } from '../domain/uploads/upload-formats.js';

export const UploadQuery = z.strictObject({
  format: z
    .enum(['auto', ...UPLOAD_FORMATS.map(({ format }) => format)])
    .default('auto')
    .describe('What the file is; `auto` finds out from its first lines.'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .default('upload')
    .describe('What people call it; audits of uploads of the same name are compared over time.'),
});
export type UploadQuery = z.output<typeof UploadQuery>;

export const UploadView = z
  .object({
    id: z.uuid().describe('For `upload` of a new audit; good for a day, and for one audit.'),
    format: z.string(),
    accounts: z.int(),
    problems: z
      .array(z.object({ line: z.int(), code: z.string(), detail: z.string() }))
      .describe('The first 100 lines that could not be read; never what they held.'),
    problemCount: z.int(),
  })
  .meta({
    id: 'PasswordUpload',
    examples: [
      {
        id: '01937a5e-0000-7000-8000-000000000043',
        format: 'shadow',
        accounts: 120,
        problems: [
          { line: 7, code: 'not-a-shadow-line', detail: 'expected nine fields parted by colons' },
        ],
        problemCount: 1,
      },
    ],
  });
export type UploadView = z.output<typeof UploadView>;
