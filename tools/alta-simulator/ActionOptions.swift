public import AltaSimulator
public import ArgumentParser

/// What the alarms are like for somebody who acts on them, and how the deployment takes orders.
struct ActionOptions: ParsableArguments {
    @Option(help: "Whether the video of zones' alarms is bookmarked and shared.")
    var bookmarks = Frequency.usual

    @Option(
        help: ArgumentHelp(
            "How long after its beginning an alarm's video is bookmarked; half a second to three, if left out.",
            valueName: "span"))
    var bookmarkDelay: Span?

    @Option(help: "Whether zones' alarms are held by a camera or a cloud connector; usually one in eight.")
    var localAlarms = Frequency.usual

    @Flag(help: "Refuse a verification whose merged is not the alert's present one with 400.")
    var refuseStaleMerged = false

    @Flag(help: "Let code 202 end the alarm, too.")
    var falseEnds = false

    @Option(help: ArgumentHelp("The status for a client that ends an ended alarm.", valueName: "number"))
    var endedStatus = 409

    func validate() throws {
        guard endedStatus == 200 || (400...499).contains(endedStatus) else {
            throw ValidationError("--ended-status is 200, or lies between 400 and 499.")
        }
    }

    func apply(to parameters: inout SimulationParameters) {
        parameters.bookmarks = bookmarks
        parameters.bookmarkDelayMilliseconds = bookmarkDelay?.milliseconds
        parameters.localAlarms = localAlarms
        parameters.refusesStaleMerged = refuseStaleMerged
        parameters.falseVerdictEnds = falseEnds
        parameters.endedAlarmStatus = endedStatus
    }
}

extension Frequency: ExpressibleByArgument {}
