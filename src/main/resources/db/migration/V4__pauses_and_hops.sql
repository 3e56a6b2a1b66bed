-- What receivers ask for, and how far events have come. The version before this one runs beside it: it names the columns
-- that it writes, and knows nothing of pauses.

-- Pauses --------------------------------------------------------------------------------------------------------------

-- A receiver asked, with Retry-After, to be left alone until then: by all nodes, and after a restart. Each row is about one
-- version of the configuration, so whoever edits the webhook ends the pause. Other nodes hear of a row by NOTIFY on
-- kurier_pause, which the statement that writes it sends; shorter pauses are each node's own.
create table webhook_pause (
  webhook_id   uuid primary key,
  version      integer not null,
  paused_until timestamptz not null
);

-- Hops ----------------------------------------------------------------------------------------------------------------

-- How many installations an event came through on its way here, so that a loop ends. Null is none.
-- Adding a column needs a moment without anybody else on the table. Rather try again at the next start than let every
-- insert wait behind a long read.
set local lock_timeout = '5s';
alter table event add column hops smallint;
