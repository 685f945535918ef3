-- Times end in _us: microseconds since 1970-01-01T00:00:00Z. Words are those of docs/reference/store.md.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plans (
    id     TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_revisions (
    hash     TEXT NOT NULL PRIMARY KEY,
    plan     TEXT NOT NULL REFERENCES plans (id),
    encoding TEXT NOT NULL,
    document BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
    number            INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    plan              TEXT NOT NULL REFERENCES plans (id),
    revision          TEXT NOT NULL REFERENCES plan_revisions (hash),
    status            TEXT NOT NULL,
    schedule          TEXT NOT NULL,
    epoch             INTEGER NOT NULL,
    owner_pid         INTEGER NOT NULL,
    owner_start_ticks INTEGER NOT NULL,
    owner_boot_id     BLOB NOT NULL,
    total             INTEGER NOT NULL,
    succeeded         INTEGER NOT NULL,
    failed            INTEGER NOT NULL,
    skipped           INTEGER NOT NULL,
    cancelled         INTEGER NOT NULL,
    retry_of          TEXT,
    input             TEXT,
    created_at_us     INTEGER NOT NULL,
    started_at_us     INTEGER,
    ended_at_us       INTEGER
) STRICT;

CREATE INDEX runs_by_plan ON runs (plan);
CREATE INDEX runs_unfinished ON runs (number) WHERE ended_at_us IS NULL;

-- Where each atom stands; an atom without a row waits. Only the columns of its state are set.
CREATE TABLE atoms (
    run         INTEGER NOT NULL,
    key         TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempt     INTEGER,
    strategy    TEXT,
    retry_at_us INTEGER,
    conclusion  TEXT,
    because     TEXT,
    PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
    run           INTEGER NOT NULL,
    atom          TEXT NOT NULL,
    number        INTEGER NOT NULL,
    execution     INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    outcome       TEXT,
    failure       TEXT,
    exception     TEXT,
    started_at_us INTEGER NOT NULL,
    ended_at_us   INTEGER,
    PRIMARY KEY (run, atom, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE executions (
    number           INTEGER PRIMARY KEY,
    id               BLOB NOT NULL,
    folder_version   INTEGER NOT NULL DEFAULT 1,
    state            TEXT NOT NULL,
    pid              INTEGER,
    start_ticks      INTEGER,
    boot_id          BLOB,
    tier             TEXT,
    memory_limit     TEXT,
    cpu_limit        TEXT,
    network_limit    TEXT,
    cause            TEXT,
    cause_detail     TEXT,
    exit_code        INTEGER,
    signal           INTEGER,
    stop_step        TEXT,
    survivor_proof   TEXT,
    survivors_ended  INTEGER,
    survivors_left   INTEGER,
    cpu_us           INTEGER,
    peak_memory_bytes INTEGER,
    output_bytes     INTEGER,
    output_truncated INTEGER,
    duration_us      INTEGER,
    created_at_us    INTEGER NOT NULL,
    started_at_us    INTEGER,
    ended_at_us      INTEGER
) STRICT;

-- Apart from the attempts, so that reading and changing those does not touch up to 1 MiB each.
CREATE TABLE results (
    execution INTEGER PRIMARY KEY,
    json      TEXT NOT NULL
) STRICT;

CREATE TABLE code_revisions (
    run         INTEGER NOT NULL,
    atom        TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    code        TEXT NOT NULL,
    origin      TEXT NOT NULL,
    explanation TEXT NOT NULL,
    diff        TEXT NOT NULL,
    at_us       INTEGER NOT NULL,
    PRIMARY KEY (run, atom, revision)
) STRICT, WITHOUT ROWID;

-- What one transaction appended to one run, as a JSON array. The events' sequence numbers are consecutive and end with the row's.
CREATE TABLE event_batches (
    last_sequence INTEGER PRIMARY KEY,
    run           INTEGER NOT NULL,
    epoch         INTEGER NOT NULL,
    count         INTEGER NOT NULL,
    events        TEXT NOT NULL
) STRICT;

CREATE INDEX event_batches_by_run ON event_batches (run);

-- The last number given out; none is ever given out again.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, last) VALUES ('event', 0), ('execution', 0), ('run', 0);
