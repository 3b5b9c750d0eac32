import { z } from 'zod';
import { CONTACT_KINDS } from './contact.repository.js';
import {
  spoken,
  VERIFICATION_METHODS,
  VERIFICATION_STATUSES,
} from './domain/caller-verification.js';

const VERIFICATION = '01937a5e-0000-7000-8000-000000000071';

const ticket = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('The ticket of the call, in the words of the helpdesk.');
const reason = z.string().trim().min(3).max(500).describe('Why, for the audit log.');
const verificationId = z
  .uuid()
  .describe('A verification of this account by you that has succeeded. It is used up.');

export const VerifyBody = z
  .strictObject({
    method: z
      .enum(VERIFICATION_METHODS)
      .describe(
        'code: one is sent to a registered address or phone. fact: something that the caller knows. attribute: the same, as the directory has it. call-back: to a registered phone. manager: another operator approves.',
      ),
    ticket,
    contactId: z
      .uuid()
      .optional()
      .describe('Which of the ways on the card, for code, fact and call-back.'),
    attributeId: z
      .uuid()
      .optional()
      .describe('Which of the attributes on the card, for attribute.'),
  })
  .meta({
    id: 'VerifyCaller',
    examples: [
      { method: 'code', ticket: 'RT 4711', contactId: '01937a5e-0000-7000-8000-000000000070' },
    ],
  });
export type VerifyBody = z.output<typeof VerifyBody>;

export const AnswerParams = z.strictObject({
  id: z.uuid().describe('Id of the account.'),
  verificationId: z.uuid().describe('Id of the verification.'),
});
export type AnswerParams = z.output<typeof AnswerParams>;

export const ApproveParams = z.strictObject({
  verificationId: z.uuid().describe('Id of the verification.'),
});
export type ApproveParams = z.output<typeof ApproveParams>;

export const AnswerBody = z
  .strictObject({
    answer: z
      .string()
      .max(200)
      .optional()
      .describe('The code or the fact, as the caller says it. Not for call-back.'),
  })
  .meta({ id: 'CallerAnswer', examples: [{ answer: '20461187' }] });
export type AnswerBody = z.output<typeof AnswerBody>;

export const VerificationView = z
  .object({
    id: z.uuid(),
    accountId: z.uuid(),
    method: z.enum(VERIFICATION_METHODS),
    ticket: z.string(),
    status: z.enum(VERIFICATION_STATUSES),
    approved: z.boolean().describe('Whether another operator has approved.'),
    expiresAt: z.iso
      .datetime()
      .describe('By when the caller has to answer, or the release has to be done.'),
  })
  .meta({
    id: 'CallerVerification',
    examples: [
      {
        id: VERIFICATION,
        accountId: '01937a5e-0000-7000-8000-000000000001',
        method: 'code',
        ticket: 'RT 4711',
        status: 'pending',
        approved: false,
        expiresAt: '2026-11-23T09:10:00.000Z',
      },
    ],
  });
export type VerificationView = z.output<typeof VerificationView>;

export const UnlockBody = z
  .strictObject({
    verificationId,
    reason,
    forceReset: z
      .boolean()
      .default(false)
      .describe('Replace the password as well, by one that nobody knows.'),
  })
  .meta({
    id: 'HelpdeskUnlock',
    examples: [{ verificationId: VERIFICATION, reason: 'The owner called.', forceReset: true }],
  });
export type UnlockBody = z.output<typeof UnlockBody>;

export const TemporaryPasswordBody = z.strictObject({ verificationId, reason }).meta({
  id: 'HelpdeskTemporaryPassword',
  examples: [{ verificationId: VERIFICATION, reason: 'The owner called.' }],
});
export type TemporaryPasswordBody = z.output<typeof TemporaryPasswordBody>;

export const ExtendBody = z
  .strictObject({
    hours: z.int().min(1).max(720).describe('From now on.'),
    reason,
    ticket,
  })
  .meta({
    id: 'ExtendLock',
    examples: [{ hours: 24, reason: 'The caller could not be verified.', ticket: 'RT 4711' }],
  });
export type ExtendBody = z.output<typeof ExtendBody>;

export const HandOverBody = z
  .strictObject({
    note: z.string().trim().min(3).max(1_000).describe('What security should know.'),
    ticket,
  })
  .meta({
    id: 'HandOver',
    examples: [{ note: 'The caller could not name his manager.', ticket: 'RT 4711' }],
  });
export type HandOverBody = z.output<typeof HandOverBody>;

export const ReleaseView = z
  .object({
    actions: z
      .array(
        z.object({
          id: z.uuid().describe('`GET /v1/actions/{id}` says how far it has come.'),
          do: z.string(),
          status: z.string(),
        }),
      )
      .describe('What was asked of the directory, in this order.'),
  })
  .meta({
    id: 'HelpdeskRelease',
    examples: [
      {
        actions: [
          { id: '01937a5e-0000-7000-8000-000000000020', do: 'force-reset', status: 'queued' },
          { id: '01937a5e-0000-7000-8000-000000000021', do: 'unlock', status: 'queued' },
        ],
      },
    ],
  });
export type ReleaseView = z.output<typeof ReleaseView>;

const kind = z.enum(CONTACT_KINDS);
const name = z.string().trim().min(1).max(60).describe('What an operator asks for.');

export const ContactsBody = z
  .strictObject({
    contacts: z
      .array(
        z.strictObject({
          kind,
          name,
          value: z.string().trim().min(2).max(320).describe('Stored encrypted, never shown whole.'),
        }),
      )
      .max(10)
      .describe('All of them: what is left out is removed.'),
  })
  .superRefine(({ contacts }, context) => {
    for (const [index, { kind: sort, value }] of contacts.entries()) {
      const fits =
        sort === 'fact'
          ? spoken(value).length > 1
          : sort === 'mail'
            ? z.email().safeParse(value).success
            : /^\+?[0-9][0-9 ()/-]{4,30}$/.test(value);
      if (!fits)
        context.addIssue({
          code: 'custom',
          path: ['contacts', index, 'value'],
          message: `is no ${{ fact: 'fact that can be said', mail: 'mail address', phone: 'phone number' }[sort]}`,
        });
    }
  })
  .meta({
    id: 'Contacts',
    examples: [
      { contacts: [{ kind: 'mail', name: 'second address', value: 'alice@example.org' }] },
    ],
  });
export type ContactsBody = z.output<typeof ContactsBody>;

export const ContactsView = z
  .object({
    items: z.array(
      z.object({ id: z.uuid(), kind, name, shown: z.string().describe('With most of it hidden.') }),
    ),
  })
  .meta({
    id: 'ContactsView',
    examples: [
      {
        items: [
          {
            id: '01937a5e-0000-7000-8000-000000000070',
            kind: 'mail',
            name: 'second address',
            shown: 'a…@example.org',
          },
        ],
      },
    ],
  });
export type ContactsView = z.output<typeof ContactsView>;
