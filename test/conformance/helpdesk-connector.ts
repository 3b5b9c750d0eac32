import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type HelpdeskConnector,
  HelpdeskFault,
  type TicketDraft,
} from '../../src/helpdesk/domain/connector.js';
import { noteRef, ticketKey } from '../../src/helpdesk/domain/ticket-key.js';
import { newId } from '../../src/kernel/ids.js';

/** A helpdesk that a connector is tried on. */
export interface ConformanceDesk {
  open(): HelpdeskConnector;
  /** The same with a credential that the helpdesk doesn't take. */
  openWrongly(): HelpdeskConnector;
  /** Stops answering, until `back`. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** What every connector has to hold that can ask its helpdesk. */
export function describeHelpdeskConnector(
  name: string,
  start: () => Promise<ConformanceDesk>,
): void {
  describe(`the helpdesk connector of ${name}`, () => {
    let desk: ConformanceDesk;
    let connector: HelpdeskConnector;

    beforeAll(async () => {
      desk = await start();
      connector = desk.open();
    });
    afterAll(async () => {
      await connector.close();
      await desk.close();
    });

    const abort = () => AbortSignal.timeout(30_000);
    const aDraft = (overrides: Partial<TicketDraft> = {}): TicketDraft => {
      const key = ticketKey({ kind: 'account', id: newId(), epoch: 1 });
      return {
        key,
        title: `[${key}] alice@example.test: critical`,
        body: `From 203.0.113.7, 40 times.\n\n${key}`,
        queue: undefined,
        priority: 'high',
        assignee: undefined,
        ...overrides,
      };
    };
    const aNote = (text = 'The level went from high to critical.') => {
      const ref = noteRef([newId()]);
      return { ref, text: `${text}\n\n${ref}`, visibility: 'internal' } as const;
    };
    const faultOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => undefined,
        (error: unknown) => error,
      );

    it('says what it has reached', async () => {
      const report = await connector.test(abort());

      expect(report.product).not.toBe('');
    });

    it('tells a wrong credential from everything else', async () => {
      const wrong = desk.openWrongly();

      const fault = await faultOf(wrong.test(abort()));
      await wrong.close();

      expect(fault).toBeInstanceOf(HelpdeskFault);
      expect(fault).toMatchObject({ kind: 'credential' });
    });

    it('finds by its key what it has made, and nothing by another', async () => {
      const draft = aDraft();

      const made = await connector.create(draft, abort());
      const found = await connector.findByKey(draft.key, abort());
      const other = await connector.findByKey(aDraft().key, abort());

      expect(found?.id).toBe(made.id);
      expect(made.url).toContain(made.id);
      expect(other).toBeUndefined();
    });

    it('knows a note that it has written, and no other', async () => {
      const ticket = await connector.create(aDraft(), abort());
      const [written, other] = [aNote(), aNote()];

      await connector.comment(ticket, written, abort());

      expect(await connector.hasNote(ticket, written.ref, abort())).toBe(true);
      expect(await connector.hasNote(ticket, other.ref, abort())).toBe(false);
    });

    it('takes texts in any language, long ones, and signs that mean something to it', async () => {
      const ticket = await connector.create(aDraft({ body: 'Grüße, 東京 “x” &amp; <b>' }), abort());
      const note = aNote(`${'long '.repeat(2_000)} {code} & %22 ' OR 1=1`);

      await connector.comment(ticket, note, abort());

      expect(await connector.hasNote(ticket, note.ref, abort())).toBe(true);
    });

    it('resolves, once and again', async () => {
      const ticket = await connector.create(aDraft(), abort());
      const before = await connector.state(ticket, abort());

      await connector.resolve(ticket, aNote('Released.'), abort());
      await connector.resolve(ticket, aNote('Released.'), abort());

      expect(before).toBe('open');
      expect(await connector.state(ticket, abort())).toBe('resolved');
    });

    it('says that a ticket is missing which was never there', async () => {
      const { id } = await connector.create(aDraft(), abort());
      const never = {
        id: id.replaceAll(/\d(?=\D*$)/g, '9').replace(/(\d+)$/, '99999'),
        url: undefined,
      };

      expect(await connector.state(never, abort())).toBe('missing');
    });

    it('calls a helpdesk that does not answer unavailable', async () => {
      await desk.goDown();

      const fault = await faultOf(connector.findByKey(aDraft().key, abort()));
      await desk.comeBack();

      expect(fault).toBeInstanceOf(HelpdeskFault);
      expect(fault).toMatchObject({ kind: 'unavailable' });
    });

    it('gives up when it is told to', async () => {
      const fault = await faultOf(connector.findByKey(aDraft().key, AbortSignal.abort()));

      expect(fault).toBeInstanceOf(HelpdeskFault);
    });
  });
}
