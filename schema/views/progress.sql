-- How far this file stands behind the log: events before `position` are in it. One row.
CREATE TABLE progress (
  origin   TEXT    NOT NULL,           -- the log that it was built from
  version  INTEGER NOT NULL,           -- of the projections' code: another one means a rebuild
  position INTEGER NOT NULL,           -- position of the next event to be taken in
  made     INTEGER NOT NULL            -- a random number, another one whenever all rows were made anew
) STRICT;
