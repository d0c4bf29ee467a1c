-- Roots of complete subtrees of 256^level leaves, level 1 and up. Lower hashes are computed from the lines.
CREATE TABLE tile (
  level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tile_is_never_replaced BEFORE INSERT ON tile
WHEN NEW.level < 1 OR NEW.number < 0 OR EXISTS (SELECT 1 FROM tile WHERE level = NEW.level AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a tile is never replaced');
END;

CREATE TRIGGER tile_is_never_changed BEFORE UPDATE ON tile
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a tile is never changed');
END;

CREATE TRIGGER tile_is_never_deleted BEFORE DELETE ON tile
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a tile is never deleted');
END;
