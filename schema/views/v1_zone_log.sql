-- The entries of the zones' logs.
CREATE VIEW v1_zone_log AS SELECT
  e.deployment,
  e.zone_id,
  z.name AS zone_name,
  e.occurred_at AS occurred_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.occurred_at / 1000.0, 'unixepoch') AS occurred_at,
  e.not_before AS not_before_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.not_before / 1000.0, 'unixepoch') AS not_before,
  e.not_after AS not_after_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.not_after / 1000.0, 'unixepoch') AS not_after,
  e.action,
  e.user_name,
  e.alert_guid,
  e.device_id,
  e.comment,
  e.position
FROM zone_entry AS e
LEFT JOIN zone AS z ON z.deployment = e.deployment AND z.id = e.zone_id;
