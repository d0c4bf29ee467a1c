-- What the log says of the time in which each target was observed. Time that no row speaks of was not observed; where a
-- gap and a covered stretch overlap, the gap counts.
CREATE VIEW v1_coverage AS SELECT
  substr(subject, 1, instr(subject, '/coverage/') - 1) AS deployment,
  CASE WHEN instr(rest, '/') = 0 THEN rest ELSE substr(rest, 1, instr(rest, '/') - 1) END AS endpoint,
  CASE WHEN instr(rest, '/') = 0 THEN NULL ELSE substr(rest, instr(rest, '/') + 1) END AS zone_id,
  state,
  cause,
  starts_at AS starts_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', starts_at / 1000.0, 'unixepoch') AS starts_at,
  ends_at AS ends_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', ends_at / 1000.0, 'unixepoch') AS ends_at,
  looks,
  longest_interval_ms,
  position
FROM (
  SELECT subject, substr(subject, instr(subject, '/coverage/') + 10) AS rest, 'covered' AS state, NULL AS cause, starts_at,
    ends_at, looks, longest_interval_ms, position
  FROM covered
  UNION ALL
  SELECT subject, substr(subject, instr(subject, '/coverage/') + 10), iif(cause = 'paused', 'paused', 'gap'), cause, starts_at,
    ends_at, NULL, NULL, opened_position
  FROM gap
);
