import AccessSettings
import AltaOperator
import Archive
import ExactJSON

/// Does one thing to each of several targets, one after the other, records it, and says what came of it.
struct ActionRun {
    let vendor: Vendor
    let options: ActionOptions
    let ledger: ActionLedger

    /// Prepares acts; fails at once where `consent` is neither given nor can be.
    init(_ vendor: Vendor, _ options: ActionOptions, _ consent: ConsentOptions? = nil) throws {
        if !options.dryRun { try consent?.requireVoice() }
        self.vendor = vendor
        self.options = options
        ledger = try ActionLedger(vendor, options)
    }

    /// Calls `act` for each target. Where the deployment cannot be spoken to at all, the rest is not tried.
    func each<Target>(
        _ action: String, _ targets: [Target], name: (Target) -> String?,
        _ act: (Target) async throws -> ActionResult
    ) async throws -> ExitStatus {
        var results: [ActionResult] = []
        var bar = ProgressBar(action, of: "targets")
        var obstacle: (any Error)?
        for target in targets {
            let result: ActionResult
            do {
                if let obstacle { throw NotTried(after: obstacle) }
                result = try await act(target)
            } catch {
                if case OperatorFailure.session = error { obstacle = error }
                result = ActionResult(name(target), failure: error)
            }
            results.append(result)
            bar.finish()
            try show(result)
            bar.show(UInt64(results.count), of: UInt64(targets.count))
        }
        bar.finish()
        return try finish(ActionResults(action: action, results: results))
    }

    /// Shows an act, or records it, does it, reads back what came of it, and records that.
    func perform(_ act: Act, on alarm: ServedAlarm? = nil, before: ShownState) async throws -> ActionResult {
        let note = ActionNote(act, alarm: alarm)
        guard !options.dryRun else { return ActionResult(dryRun: note) }
        let (requested, outcome) = try await ledger.asking(note) { try await vendor.client.perform(act) }
        let effect = await vendor.client.effect(of: act, after: before).after(outcome)
        var result = ActionResult(note.target, outcome, effect, requested: requested)
        do {
            result.answered = try await ledger.answer(note, requested: requested, outcome, effect)
        } catch {
            result.failure = Unrecorded(error)
        }
        return result
    }

    private func show(_ result: ActionResult) throws {
        guard !options.json else { return }
        if let request = result.requestText(base: vendor.access.url) {
            try Console.answer(request)
        } else if result.links.isEmpty {
            result.isDone ? try Console.answer(result.text) : Console.note(result.text)
        } else {
            for link in result.links { try Console.answer(link) }
        }
    }

    private func finish(_ results: ActionResults) throws -> ExitStatus {
        if options.json { try Console.answer(results.json.bytes + [UInt8(ascii: "\n")]) }
        if let summary = results.summary { Console.note(summary) }
        return results.exitStatus
    }
}

/// A target that was left out since those before it could not be reached.
struct NotTried: Error, CustomStringConvertible {
    let obstacle: any Error

    init(after obstacle: any Error) {
        self.obstacle = obstacle
    }

    var description: String { "not tried: \(obstacle)" }
}

/// What was done, and what came of it could not be told to the archive.
struct Unrecorded: Error, CustomStringConvertible {
    let obstacle: any Error

    init(_ obstacle: any Error) {
        self.obstacle = obstacle
    }

    var description: String { "what came of it could not be recorded: \(obstacle)" }
}

extension Effect {
    /// Where no answer came, the reason stands before what was seen.
    fileprivate func after(_ outcome: ActOutcome) -> Effect {
        switch outcome {
        case .accepted, .refused, .notSent: self
        case .unanswered(let why): Effect(standing, "\(why); \(detail)")
        }
    }
}
