-- The place in a trace that each was asked for in (W3C traceparent, and tracestate behind a space). Empty where nobody said, and in what was
-- stored before: it is in a trace of its own then, which has its id.

ALTER TABLE executions ADD COLUMN trace TEXT;
ALTER TABLE runs ADD COLUMN trace TEXT;
ALTER TABLE sessions ADD COLUMN trace TEXT;
