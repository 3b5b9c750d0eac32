import { z } from 'zod';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { EmailConnector } from './email-connector.js';

const Settings = z
  .strictObject({
    url: z
      .string()
      .max(500)
      .refine((text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol), {
        message: 'must be smtp://name:password@host:port, or smtps:',
      })
      .describe('The mail server: smtp://name:password@mail.example.com:587.'),
    from: z.email().describe('Sender; replies go there.'),
    to: z.email().describe('Address of the helpdesk.'),
  })
  .meta({ id: 'EmailHelpdeskSettings' });

/** Any helpdesk that makes tickets of mails. */
export const emailHelpdesk = defineHelpdeskKind({
  kind: 'email',
  settings: Settings,
  secrets: [{ field: 'url', holds: 'url-password', sentTo: 'url' }],
  open: (settings) => new EmailConnector(settings),
});
