import type { AuthEvent, Mechanism, Outcome, Protocol, Reason } from '../auth-event.js';
import { readIsoStamp } from '../headers/stamp.js';
import { canonicalAddress } from '../../../kernel/ip-address.js';
import { cleanText } from '../reading/clean-text.js';
import {
  countAt,
  parseRecord,
  textAt,
  textsAt,
  valueAt,
  type JsonRecord,
} from '../reading/json-record.js';
import { protocolOf } from '../reading/protocol-of.js';
import { qualifiedName } from '../reading/qualified-name.js';
import { reasonOf } from '../reading/reason-of.js';
import type { LineVerdict, LogReader, Source, SourceContext } from '../source.js';
import { wallClockOf, type WallClock } from '../zoned-time.js';

const AUTHENTICATION = 3002;
const EMAIL_ACTIVITY = 4009;
const LOGON = 1;
const SEND = 1;
const CLASS = /"class_uid"\s{0,8}:\s{0,8}\d/;

/** Open Cybersecurity Schema Framework 1.x: Authentication and Email Activity. Keeps no state. */
export const ocsf: Source = {
  format: 'ocsf',
  title: 'Open Cybersecurity Schema Framework (JSON)',
  example:
    '{"class_uid":3002,"activity_id":1,"time":1795420800000,"status_id":2,"status_detail":"INVALID_CREDENTIALS",' +
    '"user":{"name":"alice","email_addr":"alice@example.test"},"src_endpoint":{"ip":"203.0.113.7"},' +
    '"dst_endpoint":{"hostname":"mx1.example.test"},"service":{"name":"imap"},"metadata":{"version":"1.5.0"}}',

  recognises: (line) => line.startsWith('{') && CLASS.test(line),

  open: (context) => new OcsfReader(context),
};

class OcsfReader implements LogReader {
  private readonly clock: WallClock;

  constructor(private readonly context: SourceContext) {
    this.clock = wallClockOf(context.timezone);
  }

  read(line: string, emit: (event: AuthEvent) => void): LineVerdict {
    const record = parseRecord(line);
    if (record === undefined) return line.trim() === '' ? 'ignored' : 'unparsed';
    const kind = countAt(record, 'class_uid');
    if (kind === undefined) return 'unparsed';
    const activity = countAt(record, 'activity_id');
    if (kind === AUTHENTICATION && activity === LOGON) return this.readSignIn(record, emit);
    if (kind === EMAIL_ACTIVITY && activity === SEND) return this.readMessage(record, emit);
    return 'ignored';
  }

  end(): void {
    // Each line is whole: nothing is ever open.
  }

  save(): unknown {
    return {};
  }

  private readSignIn(record: JsonRecord, emit: (event: AuthEvent) => void): LineVerdict {
    const outcome = outcomeOf(record);
    if (outcome === undefined) return 'ignored';
    const event = this.event(record, outcome);
    if (event?.account === undefined) return 'unparsed';
    emit(event);
    return 'parsed';
  }

  private readMessage(record: JsonRecord, emit: (event: AuthEvent) => void): LineVerdict {
    const outcome = outcomeOf(record) ?? 'success';
    const event = this.event(record, outcome);
    const sender = cleanText(bareAddress(record));
    if (event === undefined || (event.account === undefined && sender === undefined)) {
      return 'unparsed';
    }
    const addressed = recipientsOf(record);
    const accepted = outcome === 'success';
    emit({
      ...event,
      type: 'message',
      protocol: event.protocol === 'other' ? 'smtp' : event.protocol,
      reason: accepted ? undefined : 'policy',
      message: {
        sender,
        recipients: accepted ? addressed : 0,
        rejectedRecipients: accepted ? 0 : addressed,
        bytes: countAt(record, 'email.size'),
        queueId: cleanText(textAt(record, 'email.uid')),
      },
    });
    return 'parsed';
  }

  private event(record: JsonRecord, outcome: Outcome): AuthEvent | undefined {
    const at = timeOf(record, this.clock);
    if (at === undefined) return undefined;
    return {
      type: 'authentication',
      at,
      account: accountOf(record),
      sourceIp: canonicalAddress(textAt(record, 'src_endpoint.ip') ?? ''),
      protocol: protocolIn(record),
      outcome,
      reason: outcome === 'failure' ? reasonIn(record) : undefined,
      server: this.context.server ?? cleanText(serverOf(record)),
      listener: this.context.listener,
      client: cleanText(textAt(record, 'http_request.user_agent')),
      session: cleanText(textAt(record, 'session.uid')),
      mechanism: MECHANISMS.get(countAt(record, 'auth_protocol_id') ?? 0),
      tls: textAt(record, 'tls.version') === undefined ? undefined : true,
      discriminator: cleanText(textAt(record, 'metadata.uid')),
    };
  }
}

/** Milliseconds since the epoch in `time`, or ISO 8601 in the profile field `time_dt`. */
function timeOf(record: JsonRecord, clock: WallClock): number | undefined {
  const time = countAt(record, 'time');
  if (time !== undefined) return time <= LATEST_INSTANT ? time : undefined;
  return readIsoStamp(textAt(record, 'time_dt') ?? '', 0, clock)?.at;
}

/** 9999-12-31T23:59:59Z. */
const LATEST_INSTANT = 253_402_300_799_000;

function outcomeOf(record: JsonRecord): Outcome | undefined {
  const status = countAt(record, 'status_id');
  if (status === 1) return 'success';
  if (status === 2) return 'failure';
  const name = textAt(record, 'status')?.toLowerCase();
  return name === 'success' || name === 'failure' ? name : undefined;
}

function accountOf(record: JsonRecord): string | undefined {
  for (const who of ['user', 'actor.user']) {
    const name = textAt(record, `${who}.name`);
    const account =
      name === undefined
        ? (textAt(record, `${who}.email_addr`) ?? textAt(record, `${who}.uid`))
        : qualifiedName(name, textAt(record, `${who}.domain`));
    if (account !== undefined) return cleanText(account);
  }
  return undefined;
}

/** By `auth_protocol_id` and `logon_type_id`, where no service is named. */
function protocolIn(record: JsonRecord): Protocol {
  for (const field of ['service.name', 'dst_endpoint.svc_name', 'auth_protocol']) {
    const protocol = protocolOf(textAt(record, field));
    if (protocol !== undefined) return protocol;
  }
  if (countAt(record, 'logon_type_id') === 10) return 'rdp';
  if (valueAt(record, 'http_request') !== undefined) return 'http';
  return AUTH_PROTOCOLS.get(countAt(record, 'auth_protocol_id') ?? 0) ?? 'other';
}

/** By `auth_protocol_id`, as far as it is one. */
const MECHANISMS = new Map<number, Mechanism>([
  [1, 'ntlm'],
  [2, 'gssapi'],
  [3, 'digest-md5'],
  [6, 'oauth'],
]);

const AUTH_PROTOCOLS = new Map<number, Protocol>([
  [2, 'kerberos'],
  [4, 'http'],
  [5, 'http'],
  [6, 'http'],
]);

function reasonIn(record: JsonRecord): Reason {
  for (const field of ['status_detail', 'status_code', 'message']) {
    const reason = reasonOf(textAt(record, field) ?? '');
    if (reason !== undefined) return reason;
  }
  return 'other';
}

function serverOf(record: JsonRecord): string | undefined {
  return (
    textAt(record, 'dst_endpoint.hostname') ??
    textAt(record, 'dst_endpoint.name') ??
    textAt(record, 'device.hostname')
  );
}

/** The envelope's sender, else the header's, of which a display name may stand before the brackets. */
function bareAddress(record: JsonRecord): string | undefined {
  const from = textAt(record, 'email.smtp_from') ?? textAt(record, 'email.from') ?? '';
  const open = from.lastIndexOf('<');
  if (open === -1) return from;
  const close = from.indexOf('>', open);
  return from.slice(open + 1, close === -1 ? undefined : close);
}

function recipientsOf(record: JsonRecord): number {
  const envelope = textsAt(record, 'email.smtp_to').length;
  if (envelope > 0) return envelope;
  return ['email.to', 'email.cc', 'email.bcc']
    .map((field) => textsAt(record, field).length)
    .reduce((sum, count) => sum + count, 0);
}
