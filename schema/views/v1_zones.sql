-- Zones as last seen.
CREATE VIEW v1_zones AS SELECT
  deployment,
  id AS zone_id,
  name,
  site_name,
  state,
  armed,
  listed,
  first_observed_at AS first_observed_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', first_observed_at / 1000.0, 'unixepoch') AS first_observed_at,
  last_observed_at AS last_observed_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', last_observed_at / 1000.0, 'unixepoch') AS last_observed_at,
  log_entries
FROM zone;
