-- Alarms by UTC hour of their beginning, source and verdict.
CREATE VIEW v1_hourly AS SELECT
  d.day * 86400000 + h.key * 3600000 AS hour_ms,
  strftime('%Y-%m-%dT%H:00:00Z', d.day * 86400 + h.key * 3600, 'unixepoch') AS hour,
  s.deployment,
  s.zone_id,
  coalesce(s.zone_name, z.name) AS zone_name,
  s.device_id,
  s.device,
  s.rule_id,
  s.detection,
  s.importance,
  CASE d.verdict WHEN 0 THEN 'none' WHEN 1 THEN 'valid' WHEN 2 THEN 'false' WHEN 3 THEN 'unknown' END AS verdict,
  h.value AS alarms
FROM daily AS d
JOIN json_each(d.hours) AS h ON h.value > 0
JOIN alarm_source AS s ON s.id = d.source
LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = s.zone_id;
