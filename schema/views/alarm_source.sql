-- What raises alarms: each combination that some alarm named, in the order in which the log named it first.
CREATE TABLE alarm_source (
  id          INTEGER PRIMARY KEY,     -- 1, 2, 3 ...
  deployment  TEXT NOT NULL,
  zone_id     TEXT,
  zone_name   TEXT,                    -- as the alarms named it
  device_id   TEXT,                    -- the triggering device
  device      TEXT,                    -- the vendor's origin_name
  rule_id     TEXT,
  rule_name   TEXT,
  site_id     TEXT,
  site_name   TEXT,
  alert_type  TEXT,                    -- the vendor's word: alarm_zone, rule, device_health
  detection   TEXT,                    -- the vendor's word: person, vehicle ...
  importance  TEXT                     -- the vendor's word
) STRICT;
