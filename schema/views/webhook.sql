-- What deployments told of their own accord.
CREATE TABLE webhook (
  position   INTEGER PRIMARY KEY,
  deployment TEXT NOT NULL,
  at         INTEGER NOT NULL,         -- ms since 1970: when it arrived
  zone_id    TEXT,                     -- NULL where it named none
  device_id  TEXT
) STRICT;

CREATE INDEX webhook_by_time ON webhook (at);
