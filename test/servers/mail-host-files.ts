import type { MailHostLdap } from './mail-host.js';

interface Ports {
  readonly imap: number;
  readonly smtp: number;
  readonly auth: number;
}

/** dovecot.conf: IMAP without TLS, which only loopback sees, and no penalties for failures. */
export function dovecotConfiguration(directory: string, { imap, auth }: Ports): string {
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${directory}/run
state_dir = ${directory}/run
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0 secs
mail_location = maildir:${directory}/mail/%u
first_valid_uid = 1
passdb {
  driver = ldap
  args = ${directory}/ldap.conf
}
userdb {
  driver = static
  args = uid=dovenull gid=dovenull home=${directory}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service auth {
  inet_listener {
    port = ${auth}
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

/** Settings of Dovecot's LDAP passdb: a password is tried by a bind. */
export function dovecotLdap({ url, userDn, baseDn }: MailHostLdap): string {
  return [
    `uris = ${url}`,
    'ldap_version = 3',
    'auth_bind = yes',
    `auth_bind_userdn = ${userDn}`,
    `base = ${baseDn}`,
    'tls_require_cert = never',
    '',
  ].join('\n');
}

/** main.cf: nothing is delivered and nothing is let out; only signing in matters. */
export function postfixMain(directory: string, { auth }: Ports): string {
  const settings = {
    compatibility_level: '3.6',
    queue_directory: `${directory}/queue`,
    data_directory: `${directory}/data`,
    command_directory: '/usr/sbin',
    daemon_directory: '/usr/lib/postfix/sbin',
    shlib_directory: '/usr/lib/postfix',
    meta_directory: `${directory}/postfix`,
    mail_owner: 'postfix',
    setgid_group: 'postdrop',
    maillog_file: `${directory}/mail.log`,
    maillog_file_prefixes: directory,
    myhostname: 'mail.example.test',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    default_transport: 'error:no mail goes out',
    local_transport: 'discard',
    alias_maps: '',
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sasl_type: 'dovecot',
    smtpd_sasl_path: `inet:127.0.0.1:${auth}`,
    smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
    smtpd_client_auth_rate_limit: '0',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** master.cf: no chroot, and only what smtpd needs. */
export function postfixMaster({ smtp }: Ports): string {
  const services = [
    `127.0.0.1:${smtp} inet n - n - - smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'proxymap unix - - n - - proxymap',
    'error unix - - n - - error',
    'discard unix - - n - - discard',
    'anvil unix - - n - 1 anvil',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${services.join('\n')}\n`;
}
