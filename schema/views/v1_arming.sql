-- When zones were armed and disarmed, by their logs: each entry until the next one.
CREATE VIEW v1_arming AS SELECT
  deployment,
  zone_id,
  zone_name,
  armed,
  since AS since_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', since / 1000.0, 'unixepoch') AS since,
  until AS until_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', until / 1000.0, 'unixepoch') AS until,
  user_name,
  position
FROM (
  SELECT e.deployment, e.zone_id, z.name AS zone_name, word IN ('armed', 'schedulearmed') AS armed, e.occurred_at AS since,
    lead(e.occurred_at) OVER (PARTITION BY e.deployment, e.zone_id ORDER BY e.occurred_at, e.position) AS until,
    e.user_name, e.position
  FROM (
    SELECT *, replace(replace(replace(lower(action), '_', ''), '-', ''), ' ', '') AS word FROM zone_entry
    WHERE occurred_at IS NOT NULL
  ) AS e
  LEFT JOIN zone AS z ON z.deployment = e.deployment AND z.id = e.zone_id
  WHERE word IN ('armed', 'disarmed', 'schedulearmed', 'scheduledisarmed')
);
