-- Alarms by UTC day of their beginning, source and verdict.
CREATE TABLE daily (
  day       INTEGER NOT NULL,          -- days since 1970-01-01
  source    INTEGER NOT NULL,          -- alarm_source.id
  verdict   INTEGER NOT NULL,          -- 0 none, 1 valid, 2 false, 3 unknown
  alarms    INTEGER NOT NULL,
  ongoing   INTEGER NOT NULL,          -- of them
  missing   INTEGER NOT NULL,
  late      INTEGER NOT NULL,          -- first verdict after the end: not among the responses
  untimed   INTEGER NOT NULL,          -- first verdict in time, and nobody can tell how long it took: not among them either
  hours     TEXT NOT NULL,             -- JSON array of 24 counts, by UTC hour of their beginning
  responses BLOB NOT NULL,             -- times from beginning to first verdict: see schema/README.md
  PRIMARY KEY (day, source, verdict)
) STRICT, WITHOUT ROWID;
