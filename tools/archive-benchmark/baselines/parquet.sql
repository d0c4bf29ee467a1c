-- The alarms of the views as one Parquet file: times as times, small numbers as integers, sorted by time, compressed
-- with zstd, DuckDB's own defaults otherwise.
COPY (
  SELECT deployment, guid, zone_id, zone_name, device_id, device, detection, importance, state, verdict,
    merged::BOOLEAN AS merged, make_timestamp_ms(began_at_ms) AS began_at,
    make_timestamp_ms(occurred_at_ms) AS occurred_at, make_timestamp_ms(first_observed_at_ms) AS first_observed_at,
    make_timestamp_ms(last_observed_at_ms) AS last_observed_at, make_timestamp_ms(ended_at_ms) AS ended_at,
    make_timestamp_ms(ended_not_before_ms) AS ended_not_before, make_timestamp_ms(ended_not_after_ms) AS ended_not_after,
    answered_late::BOOLEAN AS answered_late, response_low_ms, response_high_ms, events::INTEGER AS events
  FROM read_csv('{folder}/alarms.csv', header = true, nullstr = '', all_varchar = false, sample_size = -1)
  ORDER BY began_at_ms, guid
) TO '{folder}/alarms.parquet' (FORMAT parquet, COMPRESSION zstd);
