-- What consoles show: how deliveries went, by webhook and time; what each node does. The version before this one runs
-- beside it: nothing that it knows is taken away.

-- Statistics ----------------------------------------------------------------------------------------------------------

-- Requests to receivers, counted by each node in memory and added here every few seconds. Minutes are rolled up to hours
-- and hours to days, a while after they are over. What a crash loses is a few seconds of counts, never a delivery.
create table statistic_minute (
  webhook_id   uuid not null,
  -- The beginning of the minute in which the requests were sent.
  at           timestamptz not null,
  acknowledged bigint not null,
  refused      bigint not null,
  timed_out    bigint not null,
  unreachable  bigint not null,
  blocked      bigint not null,
  -- Events in acknowledged requests.
  events       bigint not null,
  -- Requests by how long they took, and by how many events they carried. The bounds are the program's, and never change.
  durations    bigint[] not null,
  sizes        bigint[] not null,
  primary key (webhook_id, at)
) partition by range (at);
create table statistic_hour (like statistic_minute including all) partition by range (at);
-- One row per webhook and day needs no partitions.
create table statistic_day (like statistic_minute including all);

-- Up to where minutes are rolled up to hours, and hours to days.
create table statistic_progress (
  step  text primary key check (step in ('hour', 'day')),
  until timestamptz not null
);
insert into statistic_progress (step, until)
values ('hour', date_trunc('hour', now(), 'UTC')), ('day', date_trunc('day', now(), 'UTC'));

create function add_counts(bigint[], bigint[]) returns bigint[] language sql immutable parallel safe as $$
  select array(
    select coalesce(a, 0) + coalesce(b, 0) from unnest($1, $2) with ordinality as both_counts (a, b, place) order by place)
$$;
create aggregate sum_counts(bigint[]) (sfunc = add_counts, stype = bigint[], initcond = '{}');

-- Nodes ---------------------------------------------------------------------------------------------------------------

alter table node
  add column version                 text,
  add column accepted_per_second     real not null default 0,
  add column acknowledged_per_second real not null default 0;

-- Partitions ----------------------------------------------------------------------------------------------------------

-- As before; those of statistics go by time, and not by the time of an id.
create or replace function make_partition(parent text, day date) returns boolean language plpgsql as $$
declare
  name    text := parent || '_' || to_char(day, 'YYYYMMDD');
  since   timestamptz := day::timestamp at time zone 'UTC';
  until   timestamptz := (day + 1)::timestamp at time zone 'UTC';
  by_time boolean := starts_with(parent, 'statistic_');
begin
  if to_regclass(quote_ident(name)) is not null then
    return false;
  end if;
  execute format('create table %I (like %I including defaults including constraints)', name, parent);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, name,
    case when by_time then since::text else uuid_floor(since)::text end,
    case when by_time then until::text else uuid_floor(until)::text end);
  return true;
end $$;

create or replace function make_partitions(days_ahead integer) returns integer language plpgsql as $$
declare
  today date := (now() at time zone 'UTC')::date;
begin
  perform pg_advisory_xact_lock(hashtext('kurier.partitions'));
  return (
    select count(*) filter (where make_partition(parent, day))
    from unnest(array['event', 'attempt', 'statistic_minute', 'statistic_hour']) as parent
    cross join (select today + ahead as day from generate_series(-1, days_ahead) as ahead) as days
  );
end $$;

-- As before; minutes are kept until the hours of a whole day can be made of them, hours for the charts of 30 days.
create or replace function outdated_partitions(first_kept date) returns table (name text, detach text, drop text)
language sql stable as $$
  select t.relname,
    case when i.inhrelid is not null then
      format('alter table %I detach partition %I %s', parent, t.relname,
        case when i.inhdetachpending then 'finalize' else 'concurrently' end)
    end,
    format('drop table %I', t.relname)
  from (select (now() at time zone 'UTC')::date as day) as today
  cross join lateral (values
    ('event', first_kept), ('attempt', first_kept), ('statistic_minute', day - 3), ('statistic_hour', day - 32)
  ) as kept (parent, since)
  join pg_class p on p.oid = to_regclass(parent)
  join pg_class t on t.relnamespace = p.relnamespace and t.relkind = 'r' and t.relname ~ ('^' || parent || '_[0-9]{8}$')
  left join pg_inherits i on i.inhrelid = t.oid
  where right(t.relname, 8) < to_char(since, 'YYYYMMDD')
  order by right(t.relname, 8), t.relname
$$;

select make_partitions(7);
