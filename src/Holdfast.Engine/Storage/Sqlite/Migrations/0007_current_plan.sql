-- Which revision of a plan is meant by its id: the one that was stored or run last.
ALTER TABLE plans ADD COLUMN revision TEXT;

UPDATE plans SET revision = (SELECT hash FROM plan_revisions WHERE plan = plans.id ORDER BY plan_revisions.rowid DESC LIMIT 1);
