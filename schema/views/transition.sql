-- What happened to each alarm, as far as the looks can tell: in (not_before, not_after].
CREATE TABLE transition (
  deployment  TEXT NOT NULL,
  guid        TEXT NOT NULL,
  position    INTEGER NOT NULL,        -- the event behind it
  sequence    INTEGER NOT NULL,        -- one event may tell several
  kind        TEXT NOT NULL,           -- observed, merged, verified, verdict-reset, ended, reopened, changed, listed, missing, erased
  endpoint    TEXT,
  not_before  INTEGER,                 -- ms since 1970; NULL where there was no look before
  not_after   INTEGER NOT NULL,
  occurred_at INTEGER,                 -- the vendor's claim
  changes     TEXT NOT NULL,           -- JSON array of {"member","from","to"}, values as served
  PRIMARY KEY (deployment, guid, position, sequence)
) STRICT, WITHOUT ROWID;
