-- What a deployment served that it had not served before, in the order of the events.
CREATE TABLE drift (
  position   INTEGER NOT NULL,         -- of the event
  sequence   INTEGER NOT NULL,         -- one event may tell several
  deployment TEXT NOT NULL,
  endpoint   TEXT NOT NULL,
  at         INTEGER NOT NULL,         -- ms since 1970
  is_first   INTEGER NOT NULL,         -- 1 for the first look ever, which lists all members
  member     TEXT NOT NULL,            -- a path: sub_alerts[].id
  kind       TEXT NOT NULL,            -- appeared, vanished, returned, type, value
  type       TEXT,                     -- the JSON type that is seen now
  value      TEXT,                     -- the value that was not seen before, as JSON
  PRIMARY KEY (position, sequence)
) STRICT, WITHOUT ROWID;
