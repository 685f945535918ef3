-- Of a free-standing execution that makes no progress: since when that is said, for how long it had made none then, and what was seen.

ALTER TABLE executions ADD COLUMN suspected_at_us INTEGER;
ALTER TABLE executions ADD COLUMN suspected_quiet_us INTEGER;
ALTER TABLE executions ADD COLUMN suspected_seen TEXT;
