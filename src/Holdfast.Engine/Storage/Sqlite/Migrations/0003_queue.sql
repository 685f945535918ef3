-- What holds back the queue (its key is empty) or one key of it. Those that nothing holds back have no row.
CREATE TABLE queue_holds (
    key TEXT PRIMARY KEY,
    paused_by TEXT,
    paused_at_us INTEGER,
    circuit TEXT,
    until_us INTEGER,
    times INTEGER,
    why TEXT
) STRICT;

-- An event of the queue; run is then 0.
ALTER TABLE event_batches ADD COLUMN queue INTEGER;

CREATE INDEX event_batches_of_queue ON event_batches (last_sequence) WHERE queue IS NOT NULL;
