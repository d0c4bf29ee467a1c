import AlarmHistory
import AltaAPI
import EventStorage
import Logging
import Polling
import TestSupport

/// A poller of `hq` whose deployment answers as the script says; a login that it answers with 200 is accepted.
func scriptedPoller(
    _ test: TestLog, _ log: EventLog, _ clock: ManualClock, _ mode: PollCycle.Mode,
    _ logger: Logger = .silent,
    _ get: @escaping ScriptedTransport.Script
) throws -> Poller {
    let transport = ScriptedTransport { request throws(TransportError) in
        let answer = try get(request)
        return request.method == .post && answer.status == 200 ? .signedIn : answer
    }
    let client = AltaClient(
        deployment: "hq", credentials: Credentials(username: "u", password: "p"), transport: transport, clock: clock,
        reader: AnswerReader(redaction: SecretRedaction(key: [1])))
    var configuration = Poller.Configuration(deployment: "hq", watermarkPath: test.folder.file("watermarks.json"))
    configuration.cycle.mode = mode
    return Poller(
        configuration: configuration, client: client, log: log, reader: try test.reader(), clock: clock, logger: logger)
}
