-- The whole schema. PostgreSQL 15 or newer. Times are the database's unless a comment says otherwise.
-- There are no foreign keys among event, delivery, attempt and webhook: each would be looked up once per event.

-- Tenants -------------------------------------------------------------------------------------------------------------

create table account (
  id         text primary key check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  created_at timestamptz not null default now()
);
insert into account (id) values ('default');

-- A key is any string of 16 characters or more; only its SHA-256 is kept. An admin key belongs to no account.
create table api_key (
  hash       bytea primary key check (octet_length(hash) = 32),
  account_id text,
  scope      text not null check (scope in ('admin', 'manage', 'ingest', 'read')),
  created_at timestamptz not null default now(),
  check ((scope = 'admin') = (account_id is null))
);

-- What customers configure --------------------------------------------------------------------------------------------

create table webhook (
  id               uuid primary key,
  account_id       text not null,
  name             text not null check (char_length(name) between 1 and 128),
  -- The URL without its query, which often holds a secret and is kept encrypted beside it.
  url              text not null check (char_length(url) <= 2048),
  url_query        bytea,
  events           text[] not null check (cardinality(events) between 1 and 50),
  status           text not null check (status in ('active', 'inactive')),
  batching         boolean not null,
  max_events       integer not null check (max_events between 1 and 1000),
  max_bytes        integer not null check (max_bytes between 1024 and 5242880),
  max_wait_ms      integer not null check (max_wait_ms between 50 and 300000),
  acknowledgement  text not null check (acknowledgement in ('status', 'json-ok')),
  -- standard, getresponse, or ISO 8601 durations separated by spaces ('' is: never again).
  retry            text not null,
  timeout_ms       integer not null check (timeout_ms between 1000 and 30000),
  max_in_flight    integer not null check (max_in_flight between 1 and 1000),
  -- Encrypted JSON object of header names and values; null where there are none.
  headers          bytea,
  secret           bytea not null,
  previous_secret  bytea,
  previous_until   timestamptz,
  version          integer not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  -- A deleted webhook stays until its open deliveries have ended and every node has heard of it.
  deleted_at       timestamptz,
  check ((previous_secret is null) = (previous_until is null))
);
create index webhook_account on webhook (account_id, id) where deleted_at is null;
create index webhook_deleted on webhook (deleted_at) where deleted_at is not null;

-- No row means ok. Written on transitions only, and never part of the webhook's version.
create table webhook_health (
  webhook_id  uuid primary key,
  account_id  text not null,
  state       text not null check (state in ('failing', 'suspended')),
  since       timestamptz not null,
  reason      text not null,
  last_status smallint
);

-- What an account is still to be told of its webhooks: written together with the change itself, and taken out together
-- with the insert of the event that tells it. So a crash loses nothing, and nothing is told that did not happen.
create table operational_event (
  webhook_id  uuid not null,
  type        text not null check
                (type in ('kurier.webhook.suspended', 'kurier.webhook.resumed', 'kurier.deliveries.failed')),
  -- Of failures: the beginning of the minute that they are counted over.
  at          timestamptz not null,
  account_id  text not null,
  -- When it can be told. Failures of a minute: some time after it, when nobody counts any more.
  due_at      timestamptz not null default now(),
  reason      text,
  last_status smallint,
  count       integer check (count > 0),
  primary key (webhook_id, type, at),
  check ((type = 'kurier.webhook.suspended') = (reason is not null)),
  check (last_status is null or type = 'kurier.webhook.suspended'),
  check ((type = 'kurier.deliveries.failed') = (count is not null))
);
create index operational_event_due on operational_event (due_at);

-- An account's own types; the built-in ones are part of the program.
create table event_type (
  account_id text not null,
  type       text not null check (type ~ '^[a-z0-9_.-]{1,128}$' and type not like 'kurier.%'),
  label_de   text not null,
  label_en   text not null,
  schema     text,
  sample     text,
  enforce    boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, type),
  check (not enforce or schema is not null)
);

-- When an account's webhooks, their health or its event types last changed. Every node keeps an index of each account
-- in memory: it replaces it when it is notified, and finds in this table what a lost notification would have told.
create table account_change (
  account_id text primary key,
  changed_at timestamptz not null
);
create index account_change_at on account_change (changed_at);

-- NOTIFY serialises commits, which is why only these three small tables have it.
create function tell_of_change() returns trigger language plpgsql as $$
declare
  account text := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
begin
  insert into account_change (account_id, changed_at) values (account, clock_timestamp())
    on conflict (account_id) do update set changed_at = excluded.changed_at;
  perform pg_notify('kurier_account', account);
  return null;
end $$;
create trigger webhook_changed after insert or update or delete on webhook
  for each row execute function tell_of_change();
create trigger webhook_health_changed after insert or update or delete on webhook_health
  for each row execute function tell_of_change();
create trigger event_type_changed after insert or update or delete on event_type
  for each row execute function tell_of_change();

-- Events --------------------------------------------------------------------------------------------------------------

-- Partitioned by UTC day through the time bits of the UUIDv7.
create table event (
  id          uuid primary key,
  received_at timestamptz not null,
  occurred_at timestamptz,
  account_id  text not null,
  type        text not null,
  producer_id text check (char_length(producer_id) between 1 and 128),
  webhook_ids uuid[] not null,
  body        bytea not null
) partition by range (id);
create index event_producer on event (account_id, producer_id) where producer_id is not null;

-- The queue: open work only. Rows come and go; none is updated on the happy road.
create table delivery (
  id         uuid primary key,
  webhook_id uuid not null,
  -- The node that holds the row in memory; null where any node may claim it.
  owner      uuid,
  due_at     timestamptz not null,
  -- HTTP requests made so far, over all resends: the next one's number less one.
  attempts   smallint not null check (attempts >= 0),
  -- The place in the retry schedule; a resend starts anew.
  tries      smallint not null check (tries >= 0 and tries <= attempts),
  -- Whether it was sent as a batch. It stays what it was on the first try; null is not decided yet.
  batched    boolean,
  -- Bytes of the members' bodies: claiming takes as much as memory has room for, without reading them first.
  size       integer not null check (size >= 0),
  account_id text not null,
  event_ids  uuid[] not null check (cardinality(event_ids) between 1 and 1000),
  check (batched is null or attempts > 0),
  check (cardinality(event_ids) = 1 or batched)
) with (
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0.1,
  autovacuum_analyze_scale_factor = 0.05,
  autovacuum_analyze_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);
-- Claiming: which webhooks have due rows (skip scan), first tries and retries apart. The lane is least(tries, 1) and not
-- (tries > 0): the planner turns a comparison of that with false into another expression, and then knows no index for it.
create index delivery_due on delivery (webhook_id, least(tries, 1), due_at) where owner is null;
-- The planner does not use what it knows of a partial index's expressions. Without this it expects one row in two hundred
-- to be in a lane, and would rather read and sort the whole backlog of a webhook for each claim than walk along the index.
create statistics delivery_lane on (least(tries, 1)) from delivery;
-- Which open batch holds an event; only batches that failed before have more than one member.
create index delivery_members on delivery using gin (event_ids) where cardinality(event_ids) > 1;

-- One row per event that ended without acknowledgement; kept as long as its event.
create table failed_delivery (
  event_id    uuid not null,
  webhook_id  uuid not null,
  account_id  text not null,
  delivery_id uuid not null,
  attempts    smallint not null check (attempts >= 0),
  batched     boolean not null,
  reason      text not null check (reason in
                ('refused', 'timed_out', 'unreachable', 'blocked', 'gone', 'suspended', 'webhook_deleted', 'expired')),
  failed_at   timestamptz not null,
  primary key (event_id, webhook_id)
);
create index failed_delivery_webhook on failed_delivery (webhook_id, event_id);

-- One row per HTTP request, append only. The id is the X-Request-ID, the delivery_id the X-Webhook-ID.
create table attempt (
  id             uuid primary key,
  webhook_id     uuid not null,
  delivery_id    uuid not null,
  last_event_id  uuid not null,
  sent_at        timestamptz not null,
  duration_ms    integer not null check (duration_ms >= 0),
  number         smallint not null check (number >= 1),
  status         smallint,
  account_id     text not null,
  outcome        text not null check (outcome in ('acknowledged', 'refused', 'timed_out', 'unreachable', 'blocked')),
  error          text,
  event_ids      uuid[] not null,
  response       bytea check (octet_length(response) <= 16384)
) partition by range (id);
-- The attempts of an event at a webhook: ids are time-ordered and the members of a request lie close together.
create index attempt_webhook on attempt (webhook_id, last_event_id);
-- The log of a webhook, newest request first.
create index attempt_log on attempt (webhook_id, id);

-- Producers' ids and idempotency keys, hashed, with what was answered. Written in the transaction of what was accepted,
-- only where a key was given, and kept 24 hours. Not partitioned: the primary key serialises a key across midnight.
create table seen (
  key        bytea primary key check (octet_length(key) = 16),
  event_id   uuid,
  deliveries integer,
  -- Of an idempotency key: the hash of the request, and the answer as it was.
  request    bytea check (octet_length(request) = 16),
  answer     text,
  seen_at    timestamptz not null default now(),
  check ((event_id is null) = (deliveries is null)),
  check ((request is null) = (answer is null)),
  check ((event_id is null) <> (request is null))
);
create index seen_at on seen (seen_at);

-- Nodes ---------------------------------------------------------------------------------------------------------------

create table node (
  id           uuid primary key,
  name         text not null,
  started_at   timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);

-- Partitions ----------------------------------------------------------------------------------------------------------

-- The smallest UUIDv7 of an instant.
create function uuid_floor(at timestamptz) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Makes the partition of a UTC day, if it is not there. It is created first and then attached, so that the parent is
-- never locked against reads and writes.
create function make_partition(parent text, day date) returns boolean language plpgsql as $$
declare
  name text := parent || '_' || to_char(day, 'YYYYMMDD');
begin
  if to_regclass(quote_ident(name)) is not null then
    return false;
  end if;
  execute format('create table %I (like %I including defaults including constraints)', name, parent);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, name,
    uuid_floor(day::timestamp at time zone 'UTC'), uuid_floor((day + 1)::timestamp at time zone 'UTC'));
  return true;
end $$;

-- Makes the partitions of event and attempt from yesterday to so many days ahead; returns how many it made.
create function make_partitions(days_ahead integer) returns integer language plpgsql as $$
declare
  today date := (now() at time zone 'UTC')::date;
begin
  perform pg_advisory_xact_lock(hashtext('kurier.partitions'));
  return (
    select count(*) filter (where make_partition(parent, day))
    from unnest(array['event', 'attempt']) as parent
    cross join (select today + ahead as day from generate_series(-1, days_ahead) as ahead) as days
  );
end $$;

-- Says how to get rid of the partitions of event and attempt that lie wholly before a UTC day, oldest first: "detach" and
-- "drop" are statements. A partition whose detaching was interrupted is detached to the end; a table that was detached,
-- but not dropped any more, has nothing to detach.
create function outdated_partitions(first_kept date) returns table (name text, detach text, drop text)
language sql stable as $$
  select t.relname,
    case when i.inhrelid is not null then
      format('alter table %I detach partition %I %s', parent, t.relname,
        case when i.inhdetachpending then 'finalize' else 'concurrently' end)
    end,
    format('drop table %I', t.relname)
  from unnest(array['event', 'attempt']) as parent
  join pg_class p on p.oid = to_regclass(parent)
  join pg_class t on t.relnamespace = p.relnamespace and t.relkind = 'r' and t.relname ~ ('^' || parent || '_[0-9]{8}$')
  left join pg_inherits i on i.inhrelid = t.oid
  where right(t.relname, 8) < to_char(first_kept, 'YYYYMMDD')
  order by right(t.relname, 8), t.relname
$$;

select make_partitions(7);
