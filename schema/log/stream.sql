-- An index over the sealed blocks, so that opening the log reads its unsealed tail only: the version of each stream's
-- last sealed event. It says nothing that the lines do not say; `alarm-history verify` compares.
CREATE TABLE stream (
  subject_hash BLOB PRIMARY KEY,       -- first 16 bytes of SHA-256 of the subject
  version      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
