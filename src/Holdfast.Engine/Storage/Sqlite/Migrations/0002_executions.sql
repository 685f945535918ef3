-- Free-standing executions: those that are no attempt of a run have a kind, and only they have what is added here.

ALTER TABLE executions ADD COLUMN kind TEXT;
ALTER TABLE executions ADD COLUMN version INTEGER;
ALTER TABLE executions ADD COLUMN name TEXT;
ALTER TABLE executions ADD COLUMN arguments TEXT;
ALTER TABLE executions ADD COLUMN working_directory TEXT;
ALTER TABLE executions ADD COLUMN host TEXT;
ALTER TABLE executions ADD COLUMN priority INTEGER;
ALTER TABLE executions ADD COLUMN concurrency_key TEXT;
ALTER TABLE executions ADD COLUMN allowance TEXT;
ALTER TABLE executions ADD COLUMN stall_us INTEGER;
ALTER TABLE executions ADD COLUMN secrets TEXT;
-- Only while it is queued: afterwards nobody needs it.
ALTER TABLE executions ADD COLUMN environment TEXT;
ALTER TABLE executions ADD COLUMN shim_pid INTEGER;
ALTER TABLE executions ADD COLUMN shim_start_ticks INTEGER;
ALTER TABLE executions ADD COLUMN shim_boot_id BLOB;
ALTER TABLE executions ADD COLUMN limit_us INTEGER;
ALTER TABLE executions ADD COLUMN cancelled_by TEXT;
ALTER TABLE executions ADD COLUMN zombie_why TEXT;

CREATE UNIQUE INDEX executions_free_standing ON executions (id) WHERE kind IS NOT NULL;
CREATE INDEX executions_open ON executions (number) WHERE kind IS NOT NULL AND ended_at_us IS NULL;
CREATE INDEX executions_listed ON executions (number) WHERE kind IS NOT NULL;

-- An event is of a run, or of a free-standing execution; run is then 0.
ALTER TABLE event_batches ADD COLUMN execution INTEGER;

CREATE INDEX event_batches_by_execution ON event_batches (execution) WHERE execution IS NOT NULL;
