-- When each endpoint was last known to answer, and the times when it could not be asked.
CREATE TABLE endpoint (
  subject       TEXT PRIMARY KEY,      -- <deployment>/coverage/<endpoint>[/<zone id>]
  last_event_at INTEGER NOT NULL       -- ms since 1970, of the last event that it gave
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
  opened_position INTEGER PRIMARY KEY,
  subject         TEXT NOT NULL,
  cause           TEXT NOT NULL,
  detail          TEXT NOT NULL,
  not_covered_from INTEGER,            -- ms since 1970: the last complete look before; NULL where there was none
  opened_at       INTEGER NOT NULL,
  closed_at       INTEGER              -- NULL while it is open
) STRICT;
