-- Alarms by UTC day of their beginning, source and verdict.
CREATE VIEW v1_daily AS SELECT
  d.day * 86400000 AS day_ms,
  strftime('%Y-%m-%d', d.day * 86400, 'unixepoch') AS day,
  s.deployment,
  s.zone_id,
  coalesce(s.zone_name, z.name) AS zone_name,
  s.device_id,
  s.device,
  s.rule_id,
  s.detection,
  s.importance,
  CASE d.verdict WHEN 0 THEN 'none' WHEN 1 THEN 'valid' WHEN 2 THEN 'false' WHEN 3 THEN 'unknown' END AS verdict,
  d.alarms,
  d.ongoing,
  d.missing,
  d.late AS late_verdicts,
  d.untimed AS untimed_verdicts
FROM daily AS d
JOIN alarm_source AS s ON s.id = d.source
LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = s.zone_id;
