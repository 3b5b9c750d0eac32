import { z } from 'zod';
import { ATTRIBUTE_COMPARISONS, mayBeAsked } from './domain/caller-attribute.js';

const DIRECTORY = '01937a5e-0000-7000-8000-000000000010';
const EXAMPLES = [
  {
    directoryId: DIRECTORY,
    name: 'employee number',
    attribute: 'employeeNumber',
    compare: 'whole' as const,
    digits: 4,
  },
  {
    directoryId: DIRECTORY,
    name: 'last four digits of the mobile phone',
    attribute: 'mobile',
    compare: 'last-digits' as const,
    digits: 4,
  },
];

const Attribute = z.strictObject({
  directoryId: z.uuid().describe('Whose accounts may be asked for it.'),
  name: z.string().trim().min(1).max(60).describe('What an operator asks for.'),
  attribute: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_;.-]{0,62}$/, 'is no name of an attribute or of a column')
    .refine(mayBeAsked, 'may hold a secret: nobody is asked for that')
    .describe("The directory's name for it: an LDAP attribute, a column of the table."),
  compare: z
    .enum(ATTRIBUTE_COMPARISONS)
    .default('whole')
    .describe('Whether the caller says all of it, or its last digits.'),
  digits: z.int().min(4).max(12).default(4).describe('How many digits, with `last-digits`.'),
});

export const CallerAttributesBody = z
  .strictObject({
    attributes: z
      .array(Attribute)
      .max(20)
      .refine(
        (all) =>
          new Set(all.map(({ directoryId, name }) => `${directoryId} ${name}`)).size === all.length,
        'a name comes twice for a directory',
      )
      .describe('All of them: what is left out is no longer asked for.'),
  })
  .meta({ id: 'CallerAttributes', examples: [{ attributes: EXAMPLES }] });
export type CallerAttributesBody = z.output<typeof CallerAttributesBody>;

const ID = '01937a5e-0000-7000-8000-000000000075';

export const CallerAttributesView = z
  .object({
    items: z.array(Attribute.extend({ id: z.uuid() })).describe('What callers may be asked for.'),
  })
  .meta({
    id: 'CallerAttributesView',
    examples: [{ items: EXAMPLES.slice(0, 1).map((example) => ({ id: ID, ...example })) }],
  });
export type CallerAttributesView = z.output<typeof CallerAttributesView>;
