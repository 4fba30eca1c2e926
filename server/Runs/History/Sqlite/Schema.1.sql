-- Times are UTC ticks of 100 ns since year 1: datetime(x / 10000000 - 62135596800, 'unixepoch') reads them. Booleans are 0 and 1.

CREATE TABLE run (
    id               TEXT    NOT NULL PRIMARY KEY,
    epoch            INTEGER NOT NULL,
    sequence         INTEGER NOT NULL,
    nonce            BLOB    NOT NULL,
    owner            TEXT,
    start_key        TEXT,
    workflow         TEXT    NOT NULL,
    version          INTEGER NOT NULL,
    status           TEXT    NOT NULL,
    terminal         INTEGER NOT NULL,
    active           INTEGER NOT NULL,
    held             INTEGER NOT NULL,
    due              INTEGER,
    created_at       INTEGER NOT NULL,
    started_at       INTEGER,
    ended_at         INTEGER,
    trigger_kind     TEXT    NOT NULL,
    trigger_name     TEXT,
    started_by       TEXT,
    reason           TEXT,
    root_run_id      TEXT    NOT NULL,
    parent_run_id    TEXT,
    handled_failures INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX run_start_key ON run (start_key) WHERE start_key IS NOT NULL;
CREATE INDEX run_due ON run (due) WHERE due IS NOT NULL;
CREATE INDEX run_active ON run (owner) WHERE active = 1;
CREATE INDEX run_held ON run (id) WHERE held = 1;
CREATE INDEX run_ended ON run (ended_at) WHERE terminal = 1;
CREATE INDEX run_created ON run (created_at, id);
CREATE INDEX run_workflow ON run (workflow, created_at, id);
CREATE INDEX run_status ON run (status, created_at, id);

CREATE TABLE run_event (
    run_id   TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    type     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    data     BLOB    NOT NULL,
    PRIMARY KEY (run_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_snapshot (
    run_id   TEXT    NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    data     BLOB    NOT NULL
) STRICT;

-- The number is the order of arrival.
CREATE TABLE run_inbox (
    number INTEGER PRIMARY KEY,
    run_id TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    type   TEXT    NOT NULL,
    data   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    UNIQUE (run_id, id)
) STRICT;

-- Ids of consumed messages; the number counts within the run, so that the oldest can be forgotten.
CREATE TABLE run_inbox_seen (
    run_id TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (run_id, id),
    UNIQUE (run_id, number)
) STRICT, WITHOUT ROWID;

-- Runs that have a slot of their workflow (taken) or queue for one, in the order of their starts.
CREATE TABLE slot (
    number   INTEGER PRIMARY KEY,
    workflow TEXT    NOT NULL,
    run_id   TEXT    NOT NULL UNIQUE,
    max      INTEGER NOT NULL,
    taken    INTEGER NOT NULL
) STRICT;

CREATE INDEX slot_workflow ON slot (workflow, taken, number);

CREATE TABLE lease (
    target_id   TEXT    NOT NULL,
    run_id      TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    root_run_id TEXT    NOT NULL,
    target_name TEXT    NOT NULL,
    since       INTEGER NOT NULL,
    PRIMARY KEY (target_id, run_id, unit)
) STRICT, WITHOUT ROWID;

CREATE INDEX lease_run ON lease (run_id);

-- The number is the place in the queue and part of the granting message's id: AUTOINCREMENT, because it must never come again.
CREATE TABLE lease_wait (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    target_id   TEXT    NOT NULL,
    run_id      TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    root_run_id TEXT    NOT NULL,
    target_name TEXT    NOT NULL,
    UNIQUE (target_id, run_id, unit)
) STRICT;

CREATE INDEX lease_wait_run ON lease_wait (run_id);

CREATE TABLE run_target (
    target_id      TEXT    NOT NULL,
    run_created_at INTEGER NOT NULL,
    run_id         TEXT    NOT NULL,
    PRIMARY KEY (target_id, run_created_at, run_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_target_run ON run_target (run_id);

CREATE TABLE run_approval (
    run_id       TEXT    NOT NULL,
    path         TEXT    NOT NULL,
    message      TEXT    NOT NULL,
    by           TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    expires      INTEGER,
    PRIMARY KEY (run_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT    NOT NULL,
    path   TEXT    NOT NULL,
    target TEXT,
    at     INTEGER NOT NULL,
    text   TEXT    NOT NULL
) STRICT;

CREATE INDEX run_log_run ON run_log (run_id);
