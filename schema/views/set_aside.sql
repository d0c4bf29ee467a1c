-- Events that the views could not take in. The log has them all the same.
CREATE TABLE set_aside (
  position INTEGER PRIMARY KEY,
  type     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  reason   TEXT NOT NULL
) STRICT;
