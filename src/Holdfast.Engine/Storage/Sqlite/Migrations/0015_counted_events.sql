-- How many events a run has is its version, asked for with each request that names one: told by the index alone, without reading what happened.

DROP INDEX event_batches_by_run;
CREATE INDEX event_batches_by_run ON event_batches (run, last_sequence, count);
