-- Work for agents. A task's sessions are rows of their own; each names its execution.

CREATE TABLE tasks (
    number        INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE,
    version       INTEGER NOT NULL,
    title         TEXT NOT NULL,
    prompt        TEXT NOT NULL,
    priority      INTEGER NOT NULL,
    agent         TEXT,
    workspace     TEXT NOT NULL,
    status        TEXT NOT NULL,
    stopped_from  TEXT,
    stopped_by    TEXT,
    session       INTEGER,
    sessions      INTEGER NOT NULL,
    created_at_us INTEGER NOT NULL,
    updated_at_us INTEGER NOT NULL
) STRICT;

CREATE INDEX tasks_by_status ON tasks (status, number);
CREATE INDEX tasks_by_priority ON tasks (priority, number);
CREATE INDEX tasks_by_update ON tasks (updated_at_us, number);
CREATE INDEX tasks_by_title ON tasks (title COLLATE NOCASE, number);

CREATE TABLE sessions (
    number          INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    task            INTEGER NOT NULL,
    ordinal         INTEGER NOT NULL,
    phase           TEXT NOT NULL,
    execution       BLOB NOT NULL,
    workspace       TEXT NOT NULL,
    status          TEXT NOT NULL,
    cancelled_by    TEXT,
    cause           TEXT,
    activity_logged INTEGER NOT NULL,
    events_logged   INTEGER NOT NULL,
    started_at_us   INTEGER NOT NULL,
    ended_at_us     INTEGER
) STRICT;

CREATE INDEX sessions_by_task ON sessions (task, ordinal);
CREATE INDEX sessions_open ON sessions (number) WHERE ended_at_us IS NULL;

-- An event is of a run, of a free-standing execution, or of a task; run is then 0.
ALTER TABLE event_batches ADD COLUMN task INTEGER;

CREATE INDEX event_batches_by_task ON event_batches (task) WHERE task IS NOT NULL;

INSERT INTO counters (name, last) VALUES ('task', 0), ('session', 0);
