-- Everything that is looked at and gave a record.
CREATE TABLE target (
  subject       TEXT PRIMARY KEY,      -- its coverage stream: <deployment>/coverage/<endpoint>[/<zone id>]
  first_look_at INTEGER NOT NULL       -- ms since 1970, of the first event of a record there
) STRICT, WITHOUT ROWID;

-- The times that the log vouches for: no two rows of a target overlap or touch, so there is one more for each gap.
CREATE TABLE covered (
  subject             TEXT NOT NULL,
  starts_at           INTEGER NOT NULL,  -- ms since 1970
  ends_at             INTEGER NOT NULL,  -- the first millisecond that is not covered
  looks               INTEGER NOT NULL,
  longest_interval_ms INTEGER NOT NULL,  -- between two complete looks
  position            INTEGER NOT NULL,  -- the last event that vouches for it
  PRIMARY KEY (subject, starts_at)
) STRICT, WITHOUT ROWID;

-- The times that were not observed, as they were told.
CREATE TABLE gap (
  opened_position INTEGER PRIMARY KEY,
  subject         TEXT NOT NULL,
  cause           TEXT NOT NULL,
  detail          TEXT NOT NULL,
  starts_at       INTEGER NOT NULL,    -- ms since 1970: the last complete look before, else the first one that failed
  ends_at         INTEGER              -- the first complete look after; NULL while it is open
) STRICT;

CREATE INDEX gap_by_subject ON gap (subject, opened_position);
