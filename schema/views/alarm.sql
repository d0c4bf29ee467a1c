-- Current alarms: one row for each alert record, whatever became of it.
CREATE TABLE alarm (
  deployment        TEXT NOT NULL,
  guid              TEXT NOT NULL,
  zone_id           TEXT,
  zone_name         TEXT,              -- as the alert named it
  device_id         TEXT,
  device            TEXT,              -- the vendor's origin_name
  state             TEXT NOT NULL,     -- ongoing, ended, missing
  verdict           TEXT NOT NULL,     -- none, valid, false, unknown
  merged            INTEGER,           -- 1 or 0, NULL where not told
  occurred_at       INTEGER,           -- ms since 1970, the vendor's claim
  ended_at          INTEGER,           -- the vendor's claim
  ended_not_before  INTEGER,           -- the last look before the end was seen
  ended_not_after   INTEGER,           -- the look that showed it
  left_not_before   INTEGER,           -- when it left the list of ongoing alarms, unless it came back
  left_not_after    INTEGER,
  first_observed_at INTEGER NOT NULL,
  last_observed_at  INTEGER NOT NULL,
  events            INTEGER NOT NULL,
  last_position     INTEGER NOT NULL,
  listed_at         TEXT NOT NULL,     -- JSON array of the endpoints that show it now
  content           BLOB,              -- the latest record as served; NULL where it was erased
  PRIMARY KEY (deployment, guid)
) STRICT, WITHOUT ROWID;

CREATE INDEX alarm_by_time ON alarm (coalesce(occurred_at, first_observed_at));
