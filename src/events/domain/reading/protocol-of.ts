import type { Protocol } from '../auth-event.js';

const PROTOCOLS = new Map<string, Protocol>([
  ...words(
    'smtp',
    'smtp smtps smtpd esmtp esmtpa esmtpsa submission submissions postfix exim exim4 sendmail',
  ),
  ...words('imap', 'imap imaps imapd imap4'),
  ...words('pop3', 'pop3 pop3s pop3d pop'),
  ...words('sieve', 'sieve managesieve'),
  ...words('http', 'http https http2 webmail web oauth oauth2 openid oidc saml nginx apache httpd'),
  ...words('ldap', 'ldap ldaps slapd'),
  ...words('kerberos', 'kerberos krb5 krb5kdc'),
  ...words('ssh', 'ssh sshd sftp'),
  ...words('rdp', 'rdp'),
  ...words('smb', 'smb smb2 smb3 smbd cifs'),
]);

const LONGEST = 100;

/** The protocol that a service's or program's name means (`imap-login`, `postfix/smtpd`, `HTTPS`). */
export function protocolOf(name: string | undefined): Protocol | undefined {
  if (name === undefined) return undefined;
  for (const word of name
    .slice(0, LONGEST)
    .toLowerCase()
    .split(/[^a-z0-9]/)) {
    const protocol = PROTOCOLS.get(word);
    if (protocol !== undefined) return protocol;
  }
  return undefined;
}

function words(protocol: Protocol, names: string): [string, Protocol][] {
  return names.split(' ').map((name) => [name, protocol]);
}
