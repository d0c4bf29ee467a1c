-- The events themselves: runs of event lines, each line closed by a line feed. `frame` below means codec 0.
CREATE TABLE block (
  first_position INTEGER PRIMARY KEY,  -- position of the first event in it
  event_count    INTEGER NOT NULL,
  codec          INTEGER NOT NULL,     -- 0 plain, 1 raw deflate closed by a full flush, not final
  plain_size     INTEGER NOT NULL,
  plain_crc32    INTEGER NOT NULL,
  body_crc32     INTEGER NOT NULL,     -- of the stored bytes: a copy can be checked without inflating
  first_time     INTEGER NOT NULL,     -- ms since 1970, of the first and last event
  last_time      INTEGER NOT NULL,
  body           BLOB    NOT NULL
) STRICT;

-- A block comes at the log's end, or, while frames are sealed, within them. REPLACE INTO is an insertion, too.
CREATE TRIGGER block_is_only_ever_appended BEFORE INSERT ON block
WHEN NEW.first_position < 0 OR NEW.event_count < 1
  OR EXISTS (SELECT 1 FROM block WHERE first_position = NEW.first_position)
  OR NEW.first_position <> coalesce(
      (SELECT first_position + event_count FROM block ORDER BY first_position DESC LIMIT 1), 0)
    AND NOT EXISTS (
      SELECT 1 FROM block AS before
      WHERE before.first_position = (SELECT max(first_position) FROM block WHERE first_position < NEW.first_position)
        AND (before.codec = 0 OR before.first_position + before.event_count <= NEW.first_position)
        AND NEW.first_position + NEW.event_count <= (
          SELECT first_position + event_count FROM block ORDER BY first_position DESC LIMIT 1))
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a block comes at its end');
END;

-- Sealing turns the first frame into the sealed block, in place ...
CREATE TRIGGER block_is_only_ever_sealed BEFORE UPDATE ON block
WHEN NOT (OLD.codec = 0 AND NEW.codec = 1
  AND NEW.first_position = OLD.first_position AND NEW.first_time = OLD.first_time
  AND (NEW.event_count >= OLD.event_count
    OR EXISTS (SELECT 1 FROM block WHERE first_position = NEW.first_position + NEW.event_count)))
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a block is never changed, except that frames are sealed');
END;

-- ... and removes the other frames, whose first and last events both stand in other blocks by then.
CREATE TRIGGER block_is_never_deleted BEFORE DELETE ON block
WHEN NOT (OLD.codec = 0
  AND EXISTS (SELECT 1 FROM block AS other
    WHERE other.first_position = (SELECT max(first_position) FROM block WHERE first_position < OLD.first_position)
      AND other.first_position + other.event_count > OLD.first_position)
  AND EXISTS (SELECT 1 FROM block AS other
    WHERE other.first_position = (SELECT max(first_position) FROM block
        WHERE first_position < OLD.first_position + OLD.event_count AND first_position <> OLD.first_position)
      AND other.first_position + other.event_count >= OLD.first_position + OLD.event_count))
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: an event is never deleted');
END;
