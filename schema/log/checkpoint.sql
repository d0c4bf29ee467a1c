-- Signed heads of the log: the newest, one a UTC day, one per export.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL,
  kept INTEGER NOT NULL                -- 1: kept for ever
) STRICT;

CREATE TRIGGER checkpoint_is_never_replaced BEFORE INSERT ON checkpoint
WHEN NEW.size < 1 OR EXISTS (SELECT 1 FROM checkpoint WHERE size = NEW.size)
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a checkpoint is never replaced');
END;

CREATE TRIGGER checkpoint_is_only_ever_kept BEFORE UPDATE ON checkpoint
WHEN NOT (NEW.size = OLD.size AND NEW.note = OLD.note AND NEW.kept = 1)
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint is never changed, except that it is kept for ever');
END;

CREATE TRIGGER checkpoint_kept_is_never_deleted BEFORE DELETE ON checkpoint
WHEN OLD.kept = 1 OR NOT EXISTS (SELECT 1 FROM checkpoint WHERE size > OLD.size)
BEGIN
  SELECT RAISE(ABORT, 'a kept checkpoint, and the newest one, is never deleted');
END;
