-- How much of its processor time an execution spent in its own code (the rest the kernel took for it), and what one that is being ended for time
-- is ended for: after limit_us, or after silence_us without progress. Empty in what was stored before.

ALTER TABLE executions ADD COLUMN user_us INTEGER;
ALTER TABLE executions ADD COLUMN silence_us INTEGER;
