-- Current alarms: one row for each alert record, whatever became of it.
CREATE TABLE alarm (
  position            INTEGER PRIMARY KEY,  -- of its first event
  guid                TEXT NOT NULL,
  source              INTEGER NOT NULL,     -- alarm_source.id, by the latest record
  state               INTEGER NOT NULL,     -- 0 ongoing, 1 ended, 2 missing
  verdict             INTEGER NOT NULL,     -- 0 none, 1 valid, 2 false, 3 unknown
  merged              INTEGER,              -- 1 or 0, NULL where not told
  occurred_at         INTEGER,              -- ms since 1970: when it began, the vendor's claim
  ended_at            INTEGER,              -- the vendor's claim
  ended_not_before    INTEGER,              -- the last look before the end was seen
  ended_not_after     INTEGER,              -- the look that showed it
  left_not_before     INTEGER,              -- when it left the list of ongoing alarms, unless it was shown to go on
  left_not_after      INTEGER,
  answered_at         INTEGER,              -- when the first verdict was given, the vendor's claim
  answered_not_before INTEGER,              -- the last look before it was seen
  answered_not_after  INTEGER,              -- the look that showed it; NULL where there never was a verdict
  answered_late       INTEGER NOT NULL,     -- 1 where that was after the alarm's end
  response_low        INTEGER,              -- ms from the beginning to the first verdict: at least
  response_high       INTEGER,              -- at most; both NULL where nobody can tell
  reversals           INTEGER NOT NULL,     -- verdicts that were taken back or turned round
  first_observed_at   INTEGER NOT NULL,
  last_observed_at    INTEGER NOT NULL,
  events              INTEGER NOT NULL,
  last_position       INTEGER NOT NULL,     -- of its last event
  content_position    INTEGER,              -- of the event that holds its latest record; NULL where that was erased
  merge_digest        INTEGER NOT NULL,     -- of what the record says of detections merged into it: for the fold
  listed_at           INTEGER NOT NULL      -- the endpoints that show it now: 1 alerts, 2 alert, 4 ongoing-alerts
) STRICT;
