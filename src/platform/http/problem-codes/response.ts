import type { ProblemCode } from './problem-code.js';

/** Codes of accounts, actions and directories. */
export const RESPONSE_PROBLEMS = {
  'account-not-found': {
    kind: 'not-found',
    title: 'There is no such account',
    remedy: 'Look the account up by its login: `GET /v1/accounts?login=`.',
  },
  'action-not-found': {
    kind: 'not-found',
    title: 'There is no such action',
    remedy: 'List the actions for their ids.',
  },
  'action-not-applied': {
    kind: 'conflict',
    title: 'Only an action that was applied can be undone',
    remedy: 'Wait until the action is applied, or reject it while it awaits approval.',
  },
  'action-not-awaiting-approval': {
    kind: 'conflict',
    title: 'The action does not await approval',
    remedy: 'Read the action: somebody else has decided, or it needed no approval.',
  },
  'action-not-undoable': {
    kind: 'unprocessable',
    title: 'This kind of action cannot be undone',
    remedy: 'Ask for the action that sets the account right instead.',
  },
  'action-not-expiring': {
    kind: 'unprocessable',
    title: 'This kind of action cannot expire',
    remedy: 'Leave `expiresInHours` out, or ask for one that can be taken back, such as lock.',
  },
  'own-action': {
    kind: 'conflict',
    title: 'Nobody approves an action of his own',
    remedy: 'Ask another operator to approve it.',
  },
  'reset-campaign-not-found': {
    kind: 'not-found',
    title: 'There is no such reset campaign',
    remedy: 'List the reset campaigns for their ids.',
  },
  'reset-campaign-not-possible': {
    kind: 'conflict',
    title: 'The reset campaign is not in a state for that',
    remedy: 'Read the campaign: somebody else has decided, or it is over.',
  },
  'response-stopped': {
    kind: 'conflict',
    title: 'The stop switch is on',
    remedy: 'Find out who stopped the response and why, then `POST /v1/response-policy/resume`.',
  },
  'temporary-password-none': {
    kind: 'not-found',
    title: 'The action has no temporary password',
    remedy: 'Ask for the action `temporary-password`.',
  },
  'temporary-password-not-yours': {
    kind: 'forbidden',
    title: 'Somebody else asked for the temporary password',
    remedy: 'Ask for one of your own.',
  },
  'temporary-password-not-ready': {
    kind: 'conflict',
    title: 'The temporary password is not set yet',
    remedy: 'Poll the action until it is applied, then fetch the password.',
  },
  'temporary-password-not-set': {
    kind: 'conflict',
    title: 'No temporary password was set',
    remedy: "Read the action's outcome, set right what it says, and ask again.",
  },
  'temporary-password-gone': {
    kind: 'gone',
    title: 'The temporary password was handed over, or its time is over',
    remedy: 'Ask for another one; each can be fetched once.',
  },
  'directory-not-found': {
    kind: 'not-found',
    title: 'There is no such directory',
    remedy: 'List the directories for their ids.',
  },
  'directory-name-taken': {
    kind: 'conflict',
    title: 'Another directory has this name',
    remedy: 'Choose another name, or change the directory that has it.',
  },
  'directory-embedded': {
    kind: 'conflict',
    title: 'The settings of the embedded directory are fixed',
    remedy: 'Connect a directory of your own with `POST /v1/directories`.',
  },
  'directory-password-needed': {
    kind: 'unprocessable',
    title: 'The password of the directory has to be given again',
    remedy: 'Send the password together with the new server.',
  },
  'directory-unavailable': {
    kind: 'unavailable',
    title: 'The directory does not answer',
    remedy: 'Try again after Retry-After; `POST /v1/directories/{id}/test` says what is wrong.',
  },
  'directory-refused': {
    kind: 'unprocessable',
    title: 'The directory refuses',
    remedy: 'Correct the settings that the detail speaks of; the directory said no, not us.',
  },
  'no-directory': {
    kind: 'unprocessable',
    title: 'No directory is connected',
    remedy: 'Connect one with `POST /v1/directories`.',
  },
  'secrets-key-missing': {
    kind: 'unprocessable',
    title: 'There is no key to encrypt credentials with',
    remedy: 'Set SECRETS_KEY (`openssl rand -base64 32`) for every process, and start again.',
  },
  'secrets-key-wrong': {
    kind: 'unprocessable',
    title: 'The stored credentials cannot be read with this key',
    remedy: 'Set the SECRETS_KEY that they were stored with, or give the credentials again.',
  },
} as const satisfies Record<string, ProblemCode>;
