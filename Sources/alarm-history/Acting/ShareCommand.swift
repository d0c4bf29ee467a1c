import AccessSettings
import AltaAPI
import AltaOperator
import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON

/// `respond share`: hands out links to an alarm's video.
struct ShareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share",
        abstract: "Print a link to each video of an alarm.",
        discussion: """
            Whoever has such a link can watch the video. The links go to standard output and nowhere else: the archive is \
            told that they were made, with a keyed hash of each token. It changes nothing at the deployment, so nothing \
            is asked before.

            A zone bookmarks the video of its alarms only where the alarm action "External link" (in older editions: \
            "shared link") is configured on it.

            EXAMPLES
              alarm-history respond share 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10
              alarm-history respond share --zone "$ALARM_ZONE_ID" --wait 60s
            """)

    @OptionGroup var targets: AlarmTargets
    @Option(help: "Wait so long for an alarm or a video that is still to come, for instance 60s.") var wait: String?
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func validate() throws {
        guard let wait else { return }
        guard let span = TimeSpan(wait), span.milliseconds <= Self.longestWait else {
            throw ValidationError("--wait takes a span such as 60s, at most 1h.")
        }
    }

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            try targets.requireOwnInput(vendor)
            return try await vendor.withVendor { vendor in
                let run = try ActionRun(vendor, options)
                let span = wait.flatMap { TimeSpan($0) }?.milliseconds ?? 0
                let sharing = VideoSharing(run: run, deadline: vendor.clock.now.advanced(byMilliseconds: span))
                let guids = try await sharing.guids(targets)
                return try await run.each("share", guids, name: { $0 }) { try await sharing.share($0) }
            }
        }
    }

    /// Milliseconds. A video that did not come within an hour does not come.
    private static let longestWait: Int64 = 3_600_000
}

/// Shares the videos of alarms, and waits for them until a time.
struct VideoSharing {
    let run: ActionRun
    let deadline: Instant

    private var client: OperatorClient { run.vendor.client }

    /// The alarms that are meant. A webhook may be here before its alarm is listed.
    func guids(_ targets: AlarmTargets) async throws -> [String] {
        if let search = targets.search {
            while isTimeLeft, try await !client.shows(search) { try await pause() }
        }
        return try await AlarmChoice(client: client, targets: targets).guids().map(\.guid)
    }

    /// The links to one alarm's videos, recorded.
    func share(_ guid: String) async throws -> ActionResult {
        let inquiry = Inquiry.bookmarks(guid: guid)
        let note = ActionNote(name: "share", target: guid, method: "GET", path: inquiry.path)
        guard !run.options.dryRun else { return ActionResult(dryRun: note) }
        let requested = try await run.ledger.request(note)
        let videos: [SharedVideo]
        do {
            videos = try await self.videos(of: guid)
        } catch {
            let (outcome, failure) = Self.outcome(of: error, guid)
            _ = try? await run.ledger.answer(note, requested: requested, outcome, Effect(.notSeen, "\(failure)"))
            throw failure
        }
        return try await hand(out: videos, note, requested)
    }

    private func hand(
        out videos: [SharedVideo], _ note: ActionNote, _ requested: Position
    ) async throws -> ActionResult {
        let links = videos.compactMap { $0.link(base: run.vendor.access.url)?.value }
        let effect = Effect(
            links.isEmpty ? .notSeen : .confirmed, Self.sentence(videos: videos.count, links: links.count))
        let answered = try await run.ledger.answer(
            note, requested: requested, .accepted(status: 200), effect,
            more: [("links", .whole(links.count)), ("videos", .array(videos.map(Self.json)))])
        var result = ActionResult(
            note.target, .accepted(status: 200), effect, requested: requested, answered: answered)
        result.links = links
        return result
    }

    private func videos(of guid: String) async throws -> [SharedVideo] {
        while true {
            let videos = try await client.videos(ofAlarm: guid)
            if videos.contains(where: { $0.token != nil }) || !isTimeLeft { return videos }
            try await pause()
        }
    }

    private var isTimeLeft: Bool { run.vendor.clock.now < deadline }

    private func pause() async throws {
        let clock = run.vendor.clock
        try await clock.sleep(until: min(deadline, clock.now.advanced(byMilliseconds: Self.pause)))
    }

    private static func outcome(of error: any Error, _ guid: String) -> (ActOutcome, any Error) {
        switch error {
        case OperatorFailure.refused(404, _): (.refused(status: 404), OperatorFailure.unknownAlarm(guid))
        case OperatorFailure.refused(let status, _): (.refused(status: status), error)
        case OperatorFailure.unreadable(let what): (.unanswered("\(what) cannot be read"), error)
        default: (.notSent("\(error)"), error)
        }
    }

    /// Why there may be none, and what to do about it.
    private static func sentence(videos: Int, links: Int) -> String {
        if links > 0 { return links == 1 ? "1 link" : "\(links) links" }
        let found = videos == 0 ? "no video is bookmarked" : "\(videos) videos are bookmarked, none of them is shared"
        return "\(found), which is normal where the zone's alarm actions do not say otherwise: add the action "
            + "\"External link\" (in older editions \"shared link\") to the zone for alarms to come; --wait 60s waits for "
            + "a video that is still to come"
    }

    /// As the archive is told of it, before its secrets are taken out.
    private static func json(_ video: SharedVideo) -> JSONValue {
        ["id": .optional(video.id), "guest_token": .optional(video.token?.value)]
    }

    /// Milliseconds between two looks.
    private static let pause: Int64 = 2000
}
