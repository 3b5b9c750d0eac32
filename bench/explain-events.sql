-- Shows which indexes the lists of events use on a large table.
--
--   psql "$DATABASE_URL" -v rows=10000000 -f bench/explain-events.sql
--
-- Run it on a scratch database that an Authwarden has been started on once (so that the tables
-- exist). It makes thirty daily partitions of January 2026 and fills them with rows of 50,000
-- accounts and 200,000 addresses, which takes a few minutes for ten million, and 25 GB for a hundred.
\set ON_ERROR_STOP on
\timing off
SET client_min_messages = warning;

DO $$
BEGIN
  FOR n IN 0..29 LOOP
    EXECUTE format(
      'CREATE TABLE IF NOT EXISTS event_%s PARTITION OF event FOR VALUES FROM (%L) TO (%L)',
      to_char(DATE '2026-01-01' + n, 'YYYYMMDD'), DATE '2026-01-01' + n, DATE '2026-01-01' + n + 1);
  END LOOP;
END $$;

INSERT INTO event (id, at, account_id, source_ip, type, outcome, protocol, listener, server, session)
SELECT gen_random_uuid(),
       TIMESTAMPTZ '2026-01-01 00:00:00+00' + ((n - 1)::float8 / :rows) * interval '30 days',
       ('00000000-0000-7000-8000-' || lpad(to_hex((power(random(), 2) * 50000)::int), 12, '0'))::uuid,
       inet '10.0.0.0' + (random() * 200000)::int,
       (random() < 0.2)::int, (random() < 0.1)::int, 0, 0, 'mx1.example.com', 's' || n
  FROM generate_series(1, :rows) AS n;
VACUUM ANALYZE event;

SELECT sum(reltuples)::bigint AS events, pg_size_pretty(sum(pg_total_relation_size(pg_class.oid))) AS size
  FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid WHERE inhparent = 'event'::regclass;

\echo
\echo == An account: GET /v1/accounts/{id}/events
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON, TIMING OFF)
SELECT event.*, account.login FROM event LEFT JOIN account ON account.id = event.account_id
 WHERE event.account_id = '00000000-0000-7000-8000-000000000100'
 ORDER BY event.at DESC, event.id DESC LIMIT 51;

\echo
\echo == A network in a week: GET /v1/events?sourceIp=10.1.2.0/24&from=&to=
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON, TIMING OFF)
SELECT event.*, account.login FROM event LEFT JOIN account ON account.id = event.account_id
 WHERE event.source_ip >= host(network('10.1.2.0/24'::inet))::inet
   AND event.source_ip <= host(broadcast('10.1.2.0/24'::inet))::inet
   AND event.at >= '2026-01-08T00:00:00Z' AND event.at < '2026-01-15T00:00:00Z'
 ORDER BY event.at DESC, event.id DESC LIMIT 51;

\echo
\echo == An address on all days: GET /v1/events?sourceIp=10.1.2.3
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON, TIMING OFF)
SELECT event.*, account.login FROM event LEFT JOIN account ON account.id = event.account_id
 WHERE event.source_ip >= host(network('10.1.2.3'::inet))::inet
   AND event.source_ip <= host(broadcast('10.1.2.3'::inet))::inet
 ORDER BY event.at DESC, event.id DESC LIMIT 51;

\echo
\echo == The next page of everything: GET /v1/events?cursor=
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON, TIMING OFF)
SELECT event.*, account.login FROM event LEFT JOIN account ON account.id = event.account_id
 WHERE event.at <= '2026-01-20T12:00:00Z'
   AND (event.at, event.id) < ('2026-01-20T12:00:00Z', '00000000-0000-7000-8000-000000000000')
 ORDER BY event.at DESC, event.id DESC LIMIT 51;
