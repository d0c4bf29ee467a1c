import AlarmHistory
import AltaAPI
import ExactJSON

/// The questions about alerts.
extension ProbeReport {
    static func alertShapes(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "a", question: "What do the elements of /alerts and /ongoingAlerts look like?")
        let lists: [(String, ProbeRequest)] = [("alerts", .alerts(.whole)), ("ongoing alerts", .ongoingAlerts)]
        for (title, request) in lists { section.add(list: title, material.answer(request), material) }
        section.add(record: "one alert", material.first { if case .alert = $0 { true } else { false } }, material)
        section.add(
            list: "bookmarks of an alert", material.first { if case .bookmarks = $0 { true } else { false } }, material)
        return section
    }

    static func parameters(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "b", question: "Do start, end, limit and offset change anything?")
        let titles = [
            "limit=\(ProbeMaterial.page)", "limit=\(ProbeMaterial.page)&offset=\(ProbeMaterial.page)",
            "start and end of the last day in ISO 8601", "start and end of the last day in milliseconds",
        ]
        guard let whole = material.answer(.alerts(.whole)).flatMap({ ListFacts($0, material.names) }) else {
            section.lines = ["not to be seen: there is no list of alerts"]
            return section
        }
        for (title, answer) in zip(titles, material.windows) {
            guard let facts = ListFacts(answer, material.names) else {
                section.lines.append("\(title): \(answer.summary)")
                continue
            }
            let effect = facts.differs(from: whole) ? "another list" : "the same list"
            section.lines.append("\(title): \(effect), \(facts.count) records instead of \(whole.count)")
        }
        return section
    }

    static func horizons(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "c", question: "How old is the oldest row, and is there a cap?")
        let logs = material.zoneLogs.enumerated().map { ("log of zone \($0.offset + 1)", $0.element as ProbeAnswer?) }
        for (title, answer) in [("alerts", material.answer(.alerts(.whole)))] + logs {
            guard let answer else { continue }
            let facts = ListFacts(answer, material.names)
            section.lines += facts?.lines(title, at: material.startedAt) ?? ["\(title): \(answer.summary)"]
        }
        return section
    }

    static func mergedAndOrigin(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "g", question: "Of which type is merged; is origin_name a name or an id?")
        let alerts = material.answer(.alerts(.whole))?.list?.elements.map(VendorMembers.init) ?? []
        let devices = material.answer(.devices)?.list?.elements.map(VendorMembers.init) ?? []
        let types = Set(alerts.map { $0["merged"].map { Placeholder($0, member: "merged").text } ?? "missing" })
        section.lines.append("merged: \(types.sorted().joined(separator: ", "))")
        let origins = alerts.compactMap { $0.text("origin_name") }
        let names = Set(devices.compactMap { $0.text("name") })
        let ids = Set(devices.compactMap { $0.text("guid") ?? $0.text("id") })
        section.lines.append(
            "origin_name: in \(alerts.count) alerts \(origins.count { names.contains($0) }) times the name of a device, "
                + "\(origins.count { ids.contains($0) }) times its id")
        return section
    }

    static func laterVerification(_ material: ProbeMaterial) -> Section {
        Section(
            letter: "h", question: "Does an ended alert change on later verification?",
            lines: [
                "not to be seen in one run: it takes two looks at the same alert, hours or days apart. "
                    + "`alarm-archiver run` looks again and again; `alarm-history alarm GUID` then shows the change"
            ])
    }

    static func zoneAlerts(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "i", question: "Is alarmZoneAlerts.alert_id the guid, and what do details hold?")
        section.add(list: "alarmZoneAlerts", material.answer(.zoneAlerts), material)
        section.add(
            record: "details", material.first { if case .zoneAlertDetails = $0 { true } else { false } }, material)
        let guids = Set(
            material.answer(.alerts(.whole))?.list?.elements.compactMap { VendorMembers($0).text("guid") } ?? [])
        let ids = material.answer(.zoneAlerts)?.list?.elements.compactMap { VendorMembers($0).text("alert_id") } ?? []
        section.lines.append(
            "\(ids.count { guids.contains($0) }) of \(ids.count) values of alert_id are guids of alerts")
        return section
    }
}

extension ProbeReport.Section {
    /// What is told of a list, and the shape of its records.
    mutating func add(list title: String, _ answer: ProbeAnswer?, _ material: ProbeMaterial) {
        guard let answer, let list = answer.list else { return add(nothing: title, answer) }
        lines += ListFacts(answer, material.names)?.lines(title, at: material.startedAt) ?? []
        shapes.append(Shape(title, list.elements, material.names))
        guard let wrapper = answer.record else { return }
        let names = material.names.shown(wrapper.members.map { $0.name.string })
        lines.append("\(title): beside the list stand \(names.joined(separator: ", "))")
    }

    /// The shape of one record.
    mutating func add(record title: String, _ answer: ProbeAnswer?, _ material: ProbeMaterial) {
        guard let answer, let record = answer.record else { return add(nothing: title, answer) }
        lines.append("\(title): \(answer.summary)")
        shapes.append(Shape(title, [record], material.names))
    }

    private mutating func add(nothing title: String, _ answer: ProbeAnswer?) {
        lines.append("\(title): \(answer?.summary ?? "not asked, since there is no id to ask with")")
    }
}
