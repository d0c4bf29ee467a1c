import AltaOperator
import Archive
import ArgumentParser

/// The options of all commands that act, and how they do it.
struct ActingOptions: ParsableArguments {
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

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

/// The options of acts on alarms.
struct AlarmActing: ParsableArguments {
    @OptionGroup var targets: AlarmTargets
    @OptionGroup var acting: ActingOptions

    /// Does to each alarm what `act` does; `question` is asked of `alarm ...`, or of how many.
    func perform(
        _ action: String, question: (String) -> String, _ act: (String, ActionRun) async throws -> ActionResult
    ) async throws {
        try await acting.perform(
            action,
            on: { client in
                try targets.requireOwnInput(acting.vendor)
                let choice = AlarmChoice(client: client, targets: targets)
                // Whoever is asked is told which alarm it is.
                let isAsked = !acting.consent.isGiven && !acting.options.dryRun
                return try await isAsked ? choice.described() : choice.guids()
            }, name: \.guid,
            consent: { try acting.consent.obtain(for: question($0.sentence)) }, { try await act($0.guid, $1) })
    }
}
