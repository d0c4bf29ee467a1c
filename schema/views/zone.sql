-- Zones as last seen.
CREATE TABLE zone (
  deployment        TEXT NOT NULL,
  id                TEXT NOT NULL,
  name              TEXT,
  site_name         TEXT,
  state             TEXT,              -- the vendor's word
  listed            INTEGER NOT NULL,  -- 1 while the list of zones shows it
  first_observed_at INTEGER NOT NULL,
  last_observed_at  INTEGER NOT NULL,
  events            INTEGER NOT NULL,
  log_entries       INTEGER NOT NULL,  -- entries of the zone's log in the archive
  PRIMARY KEY (deployment, id)
) STRICT, WITHOUT ROWID;
