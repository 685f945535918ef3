-- Intents of requests whose change is made: stored in the transaction of the change, so that one that comes again because its answer got lost is
-- not carried out on what it made itself. What is made under the intent as its id needs no row here.

CREATE TABLE made_intents (
    intent BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
