-- Each order that executions and runs are listed in. What does not have it (yet) is not in the list, and costs nothing here: an execution is written
-- to each index once. The number makes places in a list unambiguous.

CREATE INDEX executions_by_creation ON executions (created_at_us, number) WHERE kind IS NOT NULL;
CREATE INDEX executions_by_start ON executions (started_at_us, number) WHERE kind IS NOT NULL AND started_at_us IS NOT NULL;
CREATE INDEX executions_by_end ON executions (ended_at_us, number) WHERE kind IS NOT NULL AND ended_at_us IS NOT NULL;
CREATE INDEX executions_by_duration ON executions (duration_us, number) WHERE kind IS NOT NULL AND duration_us IS NOT NULL;
CREATE INDEX executions_by_name ON executions (name COLLATE NOCASE, number) WHERE kind IS NOT NULL AND name IS NOT NULL;

CREATE INDEX runs_by_creation ON runs (created_at_us, number);
CREATE INDEX runs_by_start ON runs (started_at_us, number) WHERE started_at_us IS NOT NULL;
CREATE INDEX runs_by_end ON runs (ended_at_us, number) WHERE ended_at_us IS NOT NULL;
CREATE INDEX runs_by_duration ON runs (ended_at_us - coalesce(started_at_us, created_at_us), number) WHERE ended_at_us IS NOT NULL;
