import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { glpiSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { GlpiConnector } from './glpi-connector.js';

const Settings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .describe('Where GLPI is, without apirest.php: https://glpi.example.com.'),
    appToken: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Token of the API client, where GLPI asks for one.'),
    userToken: z
      .string()
      .min(1)
      .max(500)
      .describe('API token of the user in whose name tickets are made.'),
    entity: z.int().min(0).optional().describe('Id of the entity; that of the user where absent.'),
    category: z.int().min(1).optional().describe('Id of the ITIL category.'),
  })
  .meta({ id: 'GlpiSettings' });

/** GLPI 9 to 11, by its REST API with sessions. */
export const glpi = defineHelpdeskKind({
  kind: 'glpi',
  settings: Settings,
  secrets: [
    { field: 'appToken', holds: 'secret', sentTo: 'url' },
    { field: 'userToken', holds: 'secret', sentTo: 'url' },
  ],
  hook: { signature: glpiSignature, ticketIn: ticketAt(['item', 'id']) },
  open: (settings) => new GlpiConnector(settings),
});
