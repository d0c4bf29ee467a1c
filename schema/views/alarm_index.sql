-- For the questions that are asked. A rebuild makes them last.
CREATE UNIQUE INDEX alarm_by_guid ON alarm (guid, position);
CREATE INDEX alarm_by_time ON alarm (coalesce(occurred_at, first_observed_at));
CREATE INDEX alarm_by_source ON alarm (source, coalesce(occurred_at, first_observed_at));
CREATE INDEX alarm_ongoing ON alarm (coalesce(occurred_at, first_observed_at)) WHERE state = 0;
CREATE INDEX transition_afterwards ON transition (not_after) WHERE afterwards > 0;
CREATE INDEX zone_entry_started ON zone_entry (coalesce(occurred_at, not_after)) WHERE action = 'alarm_started';
CREATE INDEX zone_entry_by_zone ON zone_entry (deployment, zone_id, coalesce(occurred_at, not_after));
