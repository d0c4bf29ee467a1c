import AlarmHistory
import AltaAPI
import ExactJSON

/// The questions about the deployment, its zones and its sessions; and the order of all of them.
extension ProbeReport {
    init(_ material: ProbeMaterial, requests: Int) {
        self.requests = requests
        sections = [
            Self.alertShapes, Self.parameters, Self.horizons, Self.zoneLogs, Self.cookies, Self.strangers,
            Self.mergedAndOrigin, Self.laterVerification, Self.zoneAlerts, Self.descriptions, Self.zones,
            Self.rateLimits, Self.clients,
        ].map { $0(material) }
    }

    private static func zoneLogs(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "d", question: "What does /alarmZones/{id}/logs hold?")
        let entries = material.zoneLogs.flatMap { $0.list?.elements ?? [] }
        let actions = Set(
            entries.compactMap { VendorMembers($0)["action"].map { Placeholder($0, member: "action").text } })
        section.lines.append("\(material.zoneLogs.count) logs with \(entries.count) entries together")
        section.lines.append("actions: \(actions.isEmpty ? "none" : actions.sorted().joined(separator: ", "))")
        let ids = entries.count { VendorMembers($0)["id"] != nil }
        section.lines.append("\(ids) entries have an id of their own")
        section.shapes.append(Shape("entries of the logs", entries, material.names))
        return section
    }

    private static func cookies(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "e", question: "Which attributes do cookies have, and how long do they hold?")
        let cookies = material.signIn.map { HeaderFacts($0).cookies } ?? []
        section.lines = cookies.isEmpty ? ["no cookie was set"] : cookies
        section.lines.append("how long a session really holds takes a long run to see")
        return section
    }

    private static func strangers(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "f", question: "What does a stale or missing cookie get?")
        section.lines.append("without a cookie: \(material.stranger?.summary ?? "not asked")")
        if let answer = material.stranger?.answer { section.lines.append("headers: \(HeaderFacts(answer).names)") }
        if let record = material.stranger?.text?.root, record.kind == .object {
            section.shapes.append(Shape("the refusal", [record], material.names))
        }
        return section
    }

    private static func descriptions(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "j", question: "Do /about, /auth and /me answer, with which members?")
        let records: [(String, ProbeRequest)] = [("about", .about), ("auth", .authentication), ("me", .me)]
        for (title, request) in records { section.add(record: title, material.answer(request), material) }
        let lists: [(String, ProbeRequest)] = [("users", .users), ("devices", .devices)]
        for (title, request) in lists { section.add(list: title, material.answer(request), material) }
        return section
    }

    private static func zones(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "k", question: "How are zones described; what is the id of a muted one?")
        section.add(list: "zones", material.answer(.zones), material)
        section.add(record: "one zone", material.first { if case .zone = $0 { true } else { false } }, material)
        section.add(list: "muted", material.answer(.muted), material)
        let zones = Set(material.answer(.zones)?.list?.elements.compactMap { VendorMembers($0).text("id") } ?? [])
        let muted = material.answer(.muted)?.list?.elements.compactMap { VendorMembers($0).text("id") } ?? []
        section.lines.append(
            "\(muted.count { zones.contains($0) }) of \(muted.count) ids of muted ones are ids of zones")
        return section
    }

    private static func rateLimits(_ material: ProbeMaterial) -> Section {
        var section = Section(letter: "l", question: "Is there a rate limit?")
        let facts = material.answers.compactMap { $0.answer.answer.map(HeaderFacts.init) }
        section.lines.append(
            "\(facts.count { $0.hasLimits }) of \(facts.count) answers tell of a limit in their headers")
        let refused = material.answers.count { $0.answer.answer?.status == 429 }
        section.lines.append("\(refused) answers were 429; none was provoked")
        if let first = facts.first { section.lines.append("headers: \(first.names)") }
        return section
    }

    private static func clients(_ material: ProbeMaterial) -> Section {
        let manner = material.usesBearer ? "a bearer token" : "a user's session; a bearer token was not configured"
        return Section(
            letter: "m", question: "Does the User-Agent matter, and is a bearer token accepted?",
            lines: ["with our own User-Agent and \(manner): \(material.answer(.about)?.summary ?? "not asked")"])
    }
}
