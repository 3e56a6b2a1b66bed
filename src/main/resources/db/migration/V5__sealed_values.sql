-- In format 2 what is sealed of a webhook is bound to its account and column too. The version before this one reads format
-- 1 only: it runs beside this one, and again after it where an upgrade is taken back. So format 2 is written once no node
-- of it has been there for a day, and from then on none is let in: it would leave these webhooks out of matching.

-- Adding a column, a trigger or an index needs a moment without anybody else on the table. Rather try again at the next
-- start than let every heartbeat wait behind a long read.
set local lock_timeout = '5s';

-- The newest format that a node reads. A node that does not say it is of a version before.
alter table node add column sealed_format smallint not null default 1;

-- One row: the format that values are sealed in, and when a node was last there, or left, that reads an older one only.
create table sealing (
  only_row      boolean primary key default true check (only_row),
  format        smallint not null check (format between 1 and 2),
  older_node_at timestamptz not null default now()
);
-- A database that nobody has used yet has nothing to wait for.
insert into sealing (format)
select case when exists (select from webhook) or exists (select from node) then 1 else 2 end;

create function older_node_joins() returns trigger language plpgsql as $$
begin
  update sealing set older_node_at = now() where format <= new.sealed_format;
  if not found then
    raise exception 'the webhooks'' secrets are encrypted in a format that this version of Kurier does not read: start a newer version';
  end if;
  return new;
end $$;
create trigger older_node_joins before insert on node
  for each row when (new.sealed_format < 2) execute function older_node_joins();

create function older_node_left() returns trigger language plpgsql as $$
begin
  update sealing set older_node_at = now();
  return null;
end $$;
create trigger older_node_left after delete on node
  for each row when (old.sealed_format < 2) execute function older_node_left();

-- Webhooks that have a value in format 1: what is to be sealed anew is found without reading all of them.
create index webhook_format_1 on webhook (id)
  where substr(url_query, 1, 1) = '\x01' or substr(headers, 1, 1) = '\x01'
     or substr(secret, 1, 1) = '\x01' or substr(previous_secret, 1, 1) = '\x01';
