-- Where in its producer's trace an event belongs: the W3C traceparent, and after a space the tracestate where there is one.
-- Null while traces are off, or the trace is not sampled. It stands with the event and not in the queue, so that a
-- delivery finds it however late it is made, and by whichever node (decision 20). The version before this one runs
-- beside it: it names the columns that it writes.

-- Adding a column needs a moment without anybody else on the table. Rather try again at the next start than let every
-- insert wait behind a long read.
set local lock_timeout = '5s';
alter table event add column trace_context text;
