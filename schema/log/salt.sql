-- One row for each run of 256 positions: what the salts of its events are derived from.
CREATE TABLE salt (
  run   INTEGER PRIMARY KEY,           -- position / 256
  seed  BLOB,                          -- 32 bytes; NULL once an event of the run was erased
  salts BLOB                           -- then: 16 bytes for each position of the run so far, zeros for erased ones
) STRICT;

CREATE TRIGGER salt_is_never_replaced BEFORE INSERT ON salt
WHEN NEW.run < 0 OR EXISTS (SELECT 1 FROM salt WHERE run = NEW.run)
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a salt is never replaced');
END;

CREATE TRIGGER salt_is_never_changed BEFORE UPDATE ON salt
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a salt is never changed');
END;

CREATE TRIGGER salt_is_never_deleted BEFORE DELETE ON salt
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a salt is never deleted');
END;
