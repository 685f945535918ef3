-- Requests that came with a key of their own: asked again with it, they are answered as before, and nothing is done twice.

CREATE TABLE request_keys (
    key         TEXT NOT NULL PRIMARY KEY,
    digest      BLOB NOT NULL,
    intent      BLOB NOT NULL,
    reserved_at_us INTEGER NOT NULL,
    -- Null until it is answered; one that never was is carried out again under the same intent.
    status      INTEGER,
    headers     TEXT,
    body        BLOB
) STRICT;

CREATE INDEX request_keys_by_age ON request_keys (reserved_at_us);
