import type { AuthEvent, Listener, Outcome, Reason } from '../auth-event.js';
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

const FIELDS = /"(?:ecs|ecs\.version|event\.category|event\.outcome|@timestamp)"/;

/**
 * Elastic Common Schema 9, nested or with dotted keys, one object a line: events of the categories
 * `authentication` and `email`. Keeps no state.
 */
export const ecs: Source = {
  format: 'ecs',
  title: 'Elastic Common Schema (JSON)',
  example:
    '{"@timestamp":"2026-11-23T08:00:00.000Z","ecs":{"version":"9.0.0"},' +
    '"event":{"category":["authentication"],"type":["start"],"outcome":"failure","reason":"Invalid password"},' +
    '"user":{"name":"alice@example.test"},"source":{"ip":"203.0.113.7"},' +
    '"host":{"name":"mx1.example.test"},"network":{"protocol":"imap"}}',

  recognises(line) {
    return line.startsWith('{') && FIELDS.test(line) && isEcs(parseRecord(line));
  },

  open: (context) => new EcsReader(context),
};

class EcsReader implements LogReader {
  private readonly clock: WallClock;

  constructor(private readonly context: SourceContext) {
    this.clock = wallClockOf(context.timezone);
  }

  read(line: string, emit: (event: AuthEvent) => void): LineVerdict {
    const record = parseRecord(line);
    if (record === undefined) return line.trim() === '' ? 'ignored' : 'unparsed';
    if (!isEcs(record)) return 'unparsed';
    const categories = textsAt(record, 'event.category');
    if (categories.includes('authentication')) return this.readSignIn(record, emit);
    if (categories.includes('email')) return this.readMessage(record, emit);
    return 'ignored';
  }

  end(): void {
    // Each line is whole: nothing is ever open.
  }

  save(): unknown {
    return {};
  }

  private readSignIn(record: JsonRecord, emit: (event: AuthEvent) => void): LineVerdict {
    const types = textsAt(record, 'event.type');
    // A sign-out.
    if (types.includes('end') && !types.includes('start')) return 'ignored';
    const outcome = outcomeOf(record);
    if (outcome === undefined) return 'ignored';
    const event = this.event(record, outcome);
    if (event?.account === undefined) return 'unparsed';
    emit(event);
    return 'parsed';
  }

  private readMessage(record: JsonRecord, emit: (event: AuthEvent) => void): LineVerdict {
    if (textAt(record, 'email.direction') === 'inbound') return 'ignored';
    const outcome = outcomeOf(record) ?? 'success';
    const event = this.event(record, outcome);
    const sender = cleanText(textAt(record, 'email.from.address'));
    if (event === undefined || (event.account === undefined && sender === undefined)) {
      return 'unparsed';
    }
    const addressed =
      textsAt(record, 'email.to.address').length +
      textsAt(record, 'email.cc.address').length +
      textsAt(record, 'email.bcc.address').length;
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
        bytes: countAt(record, 'http.request.bytes') ?? countAt(record, 'source.bytes'),
        queueId: cleanText(textAt(record, 'email.local_id')),
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
      sourceIp: canonicalAddress(textAt(record, 'source.ip') ?? textAt(record, 'client.ip') ?? ''),
      protocol: protocolIn(record),
      outcome,
      reason: outcome === 'failure' ? reasonIn(record) : undefined,
      server: this.context.server ?? cleanText(serverOf(record)),
      listener: listenerOf(this.context, record),
      client: cleanText(textAt(record, 'user_agent.original')),
      session: cleanText(textAt(record, 'session.id') ?? textAt(record, 'transaction.id')),
      tls: tlsIn(record),
      discriminator: cleanText(textAt(record, 'event.id') ?? textAt(record, 'process.pid')),
    };
  }
}

function isEcs(record: JsonRecord | undefined): boolean {
  return record !== undefined && textAt(record, '@timestamp') !== undefined && isEvent(record);
}

function isEvent(record: JsonRecord): boolean {
  return (
    textAt(record, 'ecs.version') !== undefined || valueAt(record, 'event.category') !== undefined
  );
}

function timeOf(record: JsonRecord, clock: WallClock): number | undefined {
  const text = textAt(record, '@timestamp') ?? '';
  if (/^\d{12,14}$/.test(text)) return Number(text);
  return readIsoStamp(text, 0, clock)?.at;
}

/** `user.name` may come with its domain apart; `user.email` says no more than the name of a mailbox. */
function accountOf(record: JsonRecord): string | undefined {
  const name = textAt(record, 'user.name');
  const domain = textAt(record, 'user.domain');
  if (name === undefined) {
    return cleanText(textAt(record, 'user.email') ?? textAt(record, 'user.id'));
  }
  return cleanText(qualifiedName(name, domain));
}

function outcomeOf(record: JsonRecord): Outcome | undefined {
  const outcome = textAt(record, 'event.outcome');
  return outcome === 'success' || outcome === 'failure' ? outcome : undefined;
}

function protocolIn(record: JsonRecord): AuthEvent['protocol'] {
  for (const field of ['network.protocol', 'service.type', 'process.name', 'service.name']) {
    const protocol = protocolOf(textAt(record, field));
    if (protocol !== undefined) return protocol;
  }
  return valueAt(record, 'http.request') === undefined ? 'other' : 'http';
}

function tlsIn(record: JsonRecord): boolean | undefined {
  const established = valueAt(record, 'tls.established');
  if (typeof established === 'boolean') return established;
  return textAt(record, 'tls.version') === undefined ? undefined : true;
}

function reasonIn(record: JsonRecord): Reason {
  for (const field of ['event.reason', 'error.code', 'error.message', 'event.code']) {
    const reason = reasonOf(textAt(record, field) ?? '');
    if (reason !== undefined) return reason;
  }
  return reasonOf(textAt(record, 'winlog.event_data.SubStatus') ?? '') ?? 'other';
}

function serverOf(record: JsonRecord): string | undefined {
  return (
    textAt(record, 'host.name') ??
    textAt(record, 'host.hostname') ??
    textAt(record, 'server.domain') ??
    textAt(record, 'observer.hostname')
  );
}

function listenerOf(context: SourceContext, record: JsonRecord): Listener {
  if (context.listener !== 'unknown') return context.listener;
  const direction = textAt(record, 'network.direction');
  if (direction === 'inbound') return 'external';
  return direction === 'internal' ? 'internal' : 'unknown';
}
