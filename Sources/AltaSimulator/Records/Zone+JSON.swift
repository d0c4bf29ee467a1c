import ExactJSON

extension Zone {
    /// What happens at the end of an alarm.
    var endActions: [String] { ["webhook"] }

    /// The zone as `/alarmZones` shows it. Delays and the merge window are in seconds.
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "site_id": .string(site.id), "site_name": .string(site.name),
            "address": .string(address), "description": .string(text), "labels": JSONValue(labels),
            "armed": .bool(arming == .armed), "state": .string(state), "state_since": .integer(stateSince),
            "armed_by": JSONValue(armedBy), "entry_delay": .integer(entryDelay / .second),
            "exit_delay": .integer(exitDelay / .second), "schedule": schedule.json,
            "triggers": .array(triggers.map(\.json)),
            "actions": ["alarm_begin": JSONValue(beginActions), "alarm_end": JSONValue(endActions)],
            "emergency_contact_id": .string(contactID), "permit_id": .string(permitID), "muted": .bool(isMuted),
            "merge_window": .integer(mergeWindow / .second),
        ]
    }
}

extension Zone.Trigger {
    fileprivate var json: JSONValue { ["device_id": .string(deviceID), "detection": .string(detection)] }
}
