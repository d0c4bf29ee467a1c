-- What happened to each alarm, in (not_before, not_after].
CREATE VIEW v1_transitions AS SELECT
  s.deployment,
  a.guid,
  t.position,
  t.sequence,
  CASE t.kind WHEN 0 THEN 'observed' WHEN 1 THEN 'merged' WHEN 2 THEN 'verified' WHEN 3 THEN 'verdict-reset' WHEN 4 THEN 'ended'
    WHEN 5 THEN 'reopened' WHEN 6 THEN 'changed' WHEN 7 THEN 'listed' WHEN 8 THEN 'missing' WHEN 9 THEN 'erased'
    WHEN 10 THEN 'unreadable' END AS kind,
  CASE t.endpoint WHEN 1 THEN 'alerts' WHEN 2 THEN 'alert' WHEN 4 THEN 'ongoing-alerts' END AS endpoint,
  t.not_before AS not_before_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', t.not_before / 1000.0, 'unixepoch') AS not_before,
  t.not_after AS not_after_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', t.not_after / 1000.0, 'unixepoch') AS not_after,
  t.occurred_at AS occurred_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', t.occurred_at / 1000.0, 'unixepoch') AS occurred_at,
  t.former AS former_position,
  CASE t.verdict WHEN 0 THEN 'none' WHEN 1 THEN 'valid' WHEN 2 THEN 'false' WHEN 3 THEN 'unknown' END AS verdict,
  CASE t.former_verdict WHEN 0 THEN 'none' WHEN 1 THEN 'valid' WHEN 2 THEN 'false' WHEN 3 THEN 'unknown' END AS former_verdict,
  t.actor,
  CASE t.afterwards WHEN 1 THEN 'late-verdict' WHEN 2 THEN 'reversal' WHEN 3 THEN 'edit-after-end' END AS afterwards
FROM transition AS t
JOIN alarm AS a ON a.position = t.alarm
JOIN alarm_source AS s ON s.id = a.source;
