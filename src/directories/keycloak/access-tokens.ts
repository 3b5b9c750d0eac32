import { type Clock, SECOND_MS } from '../../kernel/clock.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import type { HttpService } from '../reaching/http-service.js';
import { answered, busyStatus } from './answers.js';
import { TokenAnswer } from './keycloak-schemas.js';
import type { KeycloakSettings } from './keycloak-settings.js';

/** A token that ends this soon is replaced first: it might end on its way. */
const SPARE_MS = 10 * SECOND_MS;
const FORM = 'application/x-www-form-urlencoded';

/** Gives access tokens for the service account, and keeps one for as long as it holds. */
export interface AccessTokens {
  /** @throws DirectoryFault `credentials` when the client or its secret is wrong */
  get(abort: AbortSignal): Promise<string>;
  /** The server doesn't take it any more: the next call asks for another one. */
  forget(token: string): void;
}

/** Asks by the client credentials grant (RFC 6749, 4.4). The secret is in its functions alone. */
export function openAccessTokens(
  service: HttpService,
  settings: Pick<KeycloakSettings, 'realm' | 'clientRealm' | 'clientId' | 'clientSecret'>,
  clock: Clock,
): AccessTokens {
  const realm = encodeURIComponent(settings.clientRealm ?? settings.realm);
  const path = `/realms/${realm}/protocol/openid-connect/token`;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
  }).toString();
  let kept: { readonly token: string; readonly untilMs: number } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (abort: AbortSignal): Promise<string> => {
    const headers = { 'content-type': FORM, accept: 'application/json' };
    const askedAtMs = clock.now().getTime();
    const { status, text } = await service.send({ method: 'POST', path, headers, body }, abort);
    refuse(status);
    const { access_token: token, expires_in: seconds } = answered(text, TokenAnswer);
    kept = { token, untilMs: askedAtMs + seconds * SECOND_MS - SPARE_MS };
    return token;
  };
  return {
    async get(abort) {
      if (kept && clock.now().getTime() < kept.untilMs) return kept.token;
      const mine = (asking ??= ask(abort).finally(() => (asking = undefined)));
      try {
        return await mine;
      } catch (error) {
        // It was asked for by somebody else, who gave up.
        const isOthers = error instanceof DirectoryFault && error.kind === 'aborted';
        if (isOthers && !abort.aborted) return this.get(abort);
        throw error;
      }
    },
    forget(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
}

function refuse(status: number): void {
  if (status === 200) return;
  if (busyStatus(status)) throw busy(status);
  if (status === 400 || status === 401)
    throw new DirectoryFault(
      'credentials',
      'the server refused the client’s id or secret, which stand for name and password, or the client has no service account',
    );
  throw new DirectoryFault(
    'refused',
    status === 404
      ? 'the server has no such realm, or the URL isn’t that of a Keycloak'
      : `the token endpoint refused it (HTTP ${status})`,
  );
}

function busy(status: number): DirectoryFault {
  return new DirectoryFault('busy', `the server can't answer just now (HTTP ${status})`);
}
