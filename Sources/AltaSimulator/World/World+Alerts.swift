import ExactJSON

extension World {
    /// Decides what people will make of an alarm.
    mutating func beginCourse(of alert: Int) {
        var chance = generator.fork()
        for step in AlarmCourse.draw(from: &chance).steps(of: alert, operators: operators.count, from: &chance) {
            schedule(step.change, after: step.delay)
        }
        if parameters.bookmarks == .usual { beginVideo(of: alert, &chance) }
    }

    /// Has the video bookmarked, and perhaps shared later, where the zone's actions say so.
    private mutating func beginVideo(of alert: Int, _ chance: inout SeededGenerator) {
        guard let zone = alerts[alert].zonePosition, zones[zone].beginActions.contains("external_link") else { return }
        let delay = parameters.bookmarkDelayMilliseconds ?? chance.number(in: 500...3000)
        schedule(.video(alert: alert, isShared: false), after: delay)
        guard chance.happens(85) else { return }
        schedule(
            .video(alert: alert, isShared: true), after: max(delay, chance.magnitude(in: 4 * .second...2 * .minute)))
    }

    /// Has the video of a zone's alarm bookmarked and shared at once, whoever raised it and whatever becomes of it.
    mutating func shareVideo(of alert: Int) {
        guard alerts[alert].zonePosition != nil else { return }
        let delay = parameters.bookmarkDelayMilliseconds ?? generator.number(in: 500...3000)
        schedule(.video(alert: alert, isShared: true), after: delay)
    }

    /// Bookmarks the video, or shares what was bookmarked before.
    mutating func keepVideo(of alert: Int, isShared: Bool) {
        let kept = alerts[alert].video
        let seed = kept?.seed ?? generator.next()
        alerts[alert].keep(Alert.Video(seed: seed, createdAt: kept?.createdAt ?? stamp, isShared: isShared))
    }

    /// A person says what the alarm was, while it lasts or long after.
    mutating func verify(_ alert: Int, as code: Alert.Code, by person: Int) {
        guard !alerts[alert].isRetired, alerts[alert].verification.code != code else { return }
        alerts[alert].verify(Alert.Verification(code: code, person: people[person].name, time: stamp))
        log("verified", about: alert, by: person, details: ["acknowledgment_code": .integer(code.rawValue)])
        if let zone = alerts[alert].zonePosition { settle(zone) }
    }

    /// Ends an alert; `person` is nil when the condition went away by itself.
    mutating func end(_ alert: Int, by person: Int?) {
        guard !alerts[alert].hasEnded else { return }
        alerts[alert].finish(Alert.End(person: person.map { people[$0].name }, time: stamp))
        openAlerts.removeAll { $0 == alert }
        schedule(.retirement(alert: alert), after: alertRetention)
        log("ended", about: alert, by: person)
        guard let zone = alerts[alert].zonePosition else { return }
        zones[zone].openAlerts.removeAll { $0 == alert }
        settle(zone)
    }

    mutating func endTogether(_ alert: Int, by person: Int) {
        for open in openTogether(with: alert) { end(open, by: person) }
    }

    private func openTogether(with alert: Int) -> [Int] {
        guard let zone = alerts[alert].zonePosition else { return [alert] }
        return zones[zone].openAlerts.filter { !alerts[$0].isStaged }
    }

    /// Sends somebody out, which only an alarm that lasts can bring about.
    mutating func dispatch(_ alert: Int, by person: Int) {
        guard !alerts[alert].hasEnded else { return }
        alerts[alert].send(Alert.Dispatch(person: people[person].name, time: stamp))
        log("dispatch_requested", about: alert, by: person)
    }

    mutating func comment(on alert: Int, remark: Int, by person: Int) {
        guard !alerts[alert].isRetired else { return }
        alerts[alert].remark(Catalogue.remarks[remark])
        log("comment", about: alert, by: person, comment: Catalogue.remarks[remark])
    }

    /// The vendor's retention has passed.
    mutating func retire(_ alert: Int) {
        alerts[alert].retire()
        positions[alerts[alert].guid] = nil
    }
}
