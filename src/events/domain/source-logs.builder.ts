/** The secret that must come out of no source. */
export const PASSWORD = 'Sesame-Street-99';

/** A log of the format as its server writes it, {@link PASSWORD} in it where that may happen; of `auto` a mixed one. */
export function aLogOf(format: string): readonly string[] {
  const fixtures: Readonly<Record<string, readonly string[]>> = {
    mailscan: mailscanLog(),
    postfix: [
      'Nov 23 08:00:00 mx1 postfix/submission/smtpd[101]: connect from unknown[198.51.100.7]',
      'Nov 23 08:00:01 mx1 postfix/submission/smtpd[101]: warning: unknown[198.51.100.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=alice@example.test',
      `Nov 23 08:00:02 mx1 postfix/submission/smtpd[101]: warning: unknown[198.51.100.7]: SASL PLAIN authentication failed: ${base64(`\0alice@example.test\0${PASSWORD}`)}`,
      'Nov 23 08:00:03 mx1 postfix/submission/smtpd[102]: 4F1A2B3C4D: client=unknown[198.51.100.7], sasl_method=PLAIN, sasl_username=alice@example.test',
      'Nov 23 08:00:03 mx1 postfix/cleanup[103]: 4F1A2B3C4D: message-id=<1@example.test>',
      'Nov 23 08:00:03 mx1 postfix/qmgr[104]: 4F1A2B3C4D: from=<alice@example.test>, size=1291, nrcpt=2 (queue active)',
      'Nov 23 08:00:04 mx1 postfix/smtp[105]: 4F1A2B3C4D: to=<bob@example.org>, relay=mx.example.org[192.0.2.25]:25, delay=1, delays=0.1/0/0.5/0.4, dsn=2.0.0, status=sent (250 ok)',
      'Nov 23 08:00:05 mx1 postfix/qmgr[104]: 4F1A2B3C4D: removed',
    ],
    dovecot: [
      'Nov 23 08:00:00 mx1 dovecot: imap-login: Login: user=<alice@example.test>, method=PLAIN, rip=198.51.100.7, lip=192.0.2.10, mpid=4242, TLS, session=<a1B2c3D4e5F6>',
      `Nov 23 08:00:01 mx1 dovecot: auth: Debug: client in: AUTH\t1\tPLAIN\tservice=imap\tresp=${base64(`\0alice@example.test\0${PASSWORD}`)}`,
      `Nov 23 08:00:01 mx1 dovecot: auth-worker(77): sql(bob@example.test,198.51.100.8,<x1>): Password mismatch (given password: ${PASSWORD})`,
      'Nov 23 08:00:02 mx1 dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<bob@example.test>, method=PLAIN, rip=198.51.100.8, lip=192.0.2.10, session=<x1>',
      'Nov 23 08:00:03 mx1 dovecot: pop3-login: Login: user=<carol>, method=LOGIN, rip=2001:db8::7, lip=2001:db8::1, mpid=4243, session=<q9>',
    ],
    exim: [
      '2026-11-23 08:00:00 dovecot_login authenticator failed for (client.example) [198.51.100.7]:4242: 535 Incorrect authentication data (set_id=alice@example.test)',
      '2026-11-23 08:00:01 1tEXAM-000001-AB <= alice@example.test H=(client.example) [198.51.100.7]:4242 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=dovecot_login:alice@example.test S=1291 id=1@example.test for bob@example.org',
      '2026-11-23 08:00:02 1tEXAM-000001-AB => bob@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.25] C="250 OK"',
      '2026-11-23 08:00:02 1tEXAM-000001-AB Completed',
    ],
    sendmail: [
      'Nov 23 08:00:00 mx1 sendmail[201]: AUTH=server, relay=client.example [198.51.100.7], authid=alice@example.test, mech=LOGIN, bits=0',
      'Nov 23 08:00:01 mx1 sendmail[201]: 4AN800xx000201: from=<alice@example.test>, size=1291, class=0, nrcpts=1, msgid=<1@example.test>, proto=ESMTPA, daemon=MSA, relay=client.example [198.51.100.7]',
      'Nov 23 08:00:02 mx1 sendmail[203]: 4AN800xx000201: to=<bob@example.org>, delay=00:00:01, mailer=esmtp, relay=mx.example.org. [192.0.2.25], dsn=2.0.0, stat=Sent (ok)',
      'Nov 23 08:00:03 mx1 sendmail[204]: 4AN800xx000204: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, user=bob@example.test, relay=client.example [198.51.100.8]',
    ],
    sshd: [
      'Nov 23 08:00:00 mx1 sshd[77]: Failed password for invalid user x from 192.0.2.1 port 22 ssh2 from 198.51.100.7 port 4242 ssh2',
      'Nov 23 08:00:01 mx1 sshd[78]: Accepted publickey for alice from 198.51.100.7 port 4243 ssh2: ED25519 SHA256:1VrVBhS3YO5zHvwHcHpUMVgDeVDHbdvnYyn0J3wQ0aQ',
      'Nov 23 08:00:02 mx1 sshd[77]: message repeated 2 times: [ Failed password for root from 198.51.100.7 port 4242 ssh2]',
    ],
    ecs: [
      '{"@timestamp":"2026-11-23T08:00:00.000Z","ecs":{"version":"8.11.0"},"event":{"kind":"event","category":["authentication"],"type":["start"],"action":"login","outcome":"failure"},"user":{"name":"alice@example.test"},"source":{"ip":"198.51.100.7"},"host":{"name":"mx1"}}',
      '{"@timestamp":"2026-11-23T08:00:01.000Z","ecs":{"version":"8.11.0"},"event":{"kind":"event","category":["authentication"],"type":["start"],"action":"login","outcome":"success"},"user":{"name":"alice@example.test"},"source":{"ip":"198.51.100.7"},"host":{"name":"mx1"}}',
    ],
    ocsf: [
      '{"class_uid":3002,"class_name":"Authentication","category_uid":3,"activity_id":1,"activity_name":"Logon","type_uid":300201,"time":1795420800000,"status_id":1,"status":"Success","severity_id":1,"user":{"name":"alice@example.test"},"src_endpoint":{"ip":"198.51.100.7"},"metadata":{"version":"1.3.0","product":{"name":"x"}}}',
      '{"class_uid":3002,"class_name":"Authentication","category_uid":3,"activity_id":1,"activity_name":"Logon","type_uid":300201,"time":1795420801000,"status_id":2,"status":"Failure","severity_id":1,"user":{"name":"alice@example.test"},"src_endpoint":{"ip":"198.51.100.7"},"metadata":{"version":"1.3.0","product":{"name":"x"}}}',
    ],
    native: [
      '{"type":"authentication","time":"2026-11-23T08:00:00.000Z","account":"alice@example.test","sourceIp":"203.0.113.7","protocol":"smtp","outcome":"success","reason":null,"message":null}',
      `{"type":"message","time":"2026-11-23T09:00:00+01:00","outcome":"success","password":"${PASSWORD}","message":{"sender":"alice@example.test","recipients":2}}`,
    ],
  };
  return fixtures[format] ?? Object.values(fixtures).flat();
}

function mailscanLog(): readonly string[] {
  return [
    'SMTPIN: Entering into thread no: 1 (IP: 198.51.x.y)',
    'SMTPIN: #helo client.example',
    'SMTPIN: #AUTH LOGIN',
    'ROUTER-AUTH: <<<< 220 mx.company.co.in Microsoft ESMTP MAIL Service ready at Mon, 23 Nov 2026 08:00:00 +0530',
    'ROUTER-AUTH: >>>> AUTH LOGIN',
    'ROUTER-AUTH: <<<< 334 VXNlcm5hbWU6',
    `SMTPIN: #${base64('alice@example.test')}`,
    `ROUTER-AUTH: >>>> ${base64('alice@example.test')}`,
    'ROUTER-AUTH: <<<< 334 UGFzc3dvcmQ6',
    `SMTPIN: #${base64(PASSWORD)}`,
    `ROUTER-AUTH: >>>> ${base64(PASSWORD)}`,
    'ROUTER-AUTH: <<<< 235 2.7.0 Authentication successful.',
    'SMTPIN: #mail from:<alice@example.test>',
    'SMTPIN: #rcpt to:<bob@example.org>',
    'SMTPIN: #data',
    'SMTPIN: Receiving data in SMT1.TMP file',
    'SMTPIN: Data completed for SMT1.MSG file. Size of message 1291 bytes (1 kb).',
    'SMTPIN: #quit',
    'SMTPIN: (Port:25): Client Session Completed from 198.51.100.7',
    'SMTPIN: Exiting from thread no: 1',
    'SMTPIN[2]: Entering into thread no: 2 (IP: 198.51.100.8)',
    `SMTPIN[2]: #AUTH PLAIN ${base64(`\0alice@example.test\0${PASSWORD}`)}`,
    'ROUTER-AUTH[2]: <<<< 535 5.7.3 Authentication unsuccessful.',
  ].map((text, index) => `23 Nov 2026 08:00:${String(index + 10)} – ${text}`);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
