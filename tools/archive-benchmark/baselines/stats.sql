-- What `stats --by zone,month --since --until --json` answers; quantile_disc is the nearest rank.
SELECT zone_id, any_value(zone_name) AS zone, strftime(began_at, '%Y-%m') AS month, count(*) AS alarms,
  count(*) FILTER (verdict = 'valid') AS valid, count(*) FILTER (verdict = 'false') AS "false",
  count(*) FILTER (verdict = 'none') AS unverified, count(*) FILTER (state = 'ongoing') AS ongoing,
  count(*) FILTER (answered_late) AS late_verdicts, count(response_high_ms) AS n,
  quantile_disc(response_high_ms, [0.5, 0.9, 0.95]) AS high, max(response_high_ms) AS high_max,
  quantile_disc(response_low_ms, [0.5, 0.9, 0.95]) AS low, max(response_low_ms) AS low_max
FROM '{folder}/alarms.parquet'
WHERE began_at >= TIMESTAMP '{since}' AND began_at < TIMESTAMP '{until}'
GROUP BY zone_id, month ORDER BY zone, month;
