-- What happened to each alarm, as far as the looks can tell: in (not_before, not_after].
CREATE TABLE transition (
  alarm          INTEGER NOT NULL,     -- alarm.position
  position       INTEGER NOT NULL,     -- the event behind it
  sequence       INTEGER NOT NULL,     -- one event may tell several
  kind           INTEGER NOT NULL,     -- 0 observed, 1 merged, 2 verified, 3 verdict-reset, 4 ended, 5 reopened, 6 changed,
                                       -- 7 listed, 8 missing, 9 erased, 10 unreadable
  endpoint       INTEGER,              -- 1 alerts, 2 alert, 4 ongoing-alerts
  not_before     INTEGER,              -- ms since 1970; NULL where there was no look before
  not_after      INTEGER NOT NULL,
  occurred_at    INTEGER,              -- the vendor's claim
  former         INTEGER,              -- the event with the record before: what changed stands in the two
  verdict        INTEGER,              -- 0 to 3 as in alarm, where it changed
  former_verdict INTEGER,
  actor          TEXT,                 -- who gave the verdict, or ended the alarm, by the vendor
  afterwards     INTEGER NOT NULL,     -- 1 a first verdict after the end, 2 a verdict taken back or turned round, 3 another
                                       -- change after the end; else 0
  PRIMARY KEY (alarm, position, sequence)
) STRICT, WITHOUT ROWID;
