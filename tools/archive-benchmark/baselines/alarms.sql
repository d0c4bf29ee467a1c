-- What `alarms --zone --since --until --json` answers.
SELECT guid, deployment, zone_id, zone_name, device, device_id, state, verdict, occurred_at, first_observed_at,
  last_observed_at, ended_at, ended_not_before, ended_not_after, merged, events
FROM '{folder}/alarms.parquet'
WHERE zone_id = '{zone}' AND began_at >= TIMESTAMP '{since}' AND began_at < TIMESTAMP '{until}'
ORDER BY began_at DESC, guid;
