-- Zones as last seen.
CREATE TABLE zone (
  deployment        TEXT NOT NULL,
  id                TEXT NOT NULL,
  name              TEXT,
  site_name         TEXT,
  state             TEXT,              -- the vendor's word
  armed             INTEGER,           -- 1 or 0, NULL where not told
  listed            INTEGER NOT NULL,  -- 1 while the list of zones shows it
  first_observed_at INTEGER NOT NULL,
  last_observed_at  INTEGER NOT NULL,
  events            INTEGER NOT NULL,
  log_entries       INTEGER NOT NULL,  -- entries of the zone's log in the archive
  PRIMARY KEY (deployment, id)
) STRICT, WITHOUT ROWID;

-- Each state of a zone that its record showed, in (not_before, not_after].
CREATE TABLE zone_state (
  position    INTEGER PRIMARY KEY,     -- of the event
  deployment  TEXT NOT NULL,
  zone_id     TEXT NOT NULL,
  state       TEXT,                    -- the vendor's word; NULL where the record told none, was erased, or left the list
  armed       INTEGER,                 -- 1 or 0, NULL where not known
  not_before  INTEGER,                 -- ms since 1970
  not_after   INTEGER NOT NULL,
  occurred_at INTEGER                  -- the vendor's state_since
) STRICT;

-- The entries of the zones' logs.
CREATE TABLE zone_entry (
  position    INTEGER PRIMARY KEY,     -- of the event
  deployment  TEXT NOT NULL,
  zone_id     TEXT NOT NULL,
  occurred_at INTEGER,                 -- ms since 1970, the vendor's claim
  not_before  INTEGER,                 -- the last look before it was seen
  not_after   INTEGER NOT NULL,        -- the look that showed it
  action      TEXT,                    -- the vendor's word: armed, disarmed, schedule_armed, verified, ended ...
  user_name   TEXT,
  alert_guid  TEXT,
  device_id   TEXT,
  comment     TEXT
) STRICT;
