import AltaOperator
import Archive
import ArgumentParser

/// A command that acts.
///
/// Each holds its groups of options itself: every level of groups within groups makes the parser several times slower.
protocol ActingCommand: AsyncParsableCommand {
    var consent: ConsentOptions { get }
    var options: ActionOptions { get }
    var vendor: VendorOptions { get }
}

extension ActingCommand {
    /// Does to each target what `act` does, once that is consented to.
    func perform<Target>(
        _ action: String, on targets: (OperatorClient) async throws -> [Target], name: (Target) -> String?,
        consent question: ([Target]) throws -> Void, _ act: (Target, ActionRun) async throws -> ActionResult
    ) async throws {
        try await AlarmHistoryProgram.ending {
            try await vendor.withVendor { vendor in
                let run = try ActionRun(vendor, options, consent)
                let targets = try await targets(vendor.client)
                if !options.dryRun { try question(targets) }
                return try await run.each(action, targets, name: name) { try await act($0, run) }
            }
        }
    }

    /// Does acts that need nothing to be known but what they are about.
    func perform(_ action: String, _ plan: (OperatorClient) async throws -> ActPlan) async throws {
        var question = ""
        try await perform(
            action,
            on: { client in
                let plan = try await plan(client)
                question = plan.question
                return plan.acts
            }, name: \.target, consent: { try consent.obtain(for: $0[0], question) },
            { act, run in try await run.perform(act, before: run.vendor.client.state(for: act)) })
    }
}

/// Acts, at least one, and the question that consents to all of them.
struct ActPlan {
    let acts: [Act]
    let question: String
}

/// A command that acts on alarms.
protocol AlarmActingCommand: ActingCommand {
    var targets: AlarmTargets { get }
}

extension AlarmActingCommand {
    /// Does to each alarm what `act` does; `question` is asked of `alarm ...`, or of how many.
    func perform(
        _ action: String, question: (String) -> String, _ act: (String, ActionRun) async throws -> ActionResult
    ) async throws {
        try await perform(
            action,
            on: { client in
                try targets.requireOwnInput(vendor)
                let choice = AlarmChoice(client: client, targets: targets)
                // Whoever is asked is told which alarm it is.
                let isAsked = !consent.isGiven && !options.dryRun
                return try await isAsked ? choice.described() : choice.guids()
            }, name: \.guid,
            consent: { try consent.obtain(for: question($0.sentence)) }, { try await act($0.guid, $1) })
    }
}
