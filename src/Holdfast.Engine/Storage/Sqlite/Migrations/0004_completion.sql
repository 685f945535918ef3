-- What shows that a free-standing execution has completed (absent: its exit code), and the verdict with all its evidence.

ALTER TABLE executions ADD COLUMN completion TEXT;
ALTER TABLE executions ADD COLUMN verdict TEXT;
