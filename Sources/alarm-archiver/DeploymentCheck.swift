import AltaAPI
import Archive
import ExactJSON

/// Checks one deployment by asking it as the poller does, once each.
struct DeploymentCheck {
    private let deployment: DeploymentSettings
    private let inspector: AltaInspector
    private var findings: [CheckFinding] = []

    init(_ deployment: DeploymentSettings, transport: any HTTPTransport, clock: any WallClock) {
        self.deployment = deployment
        inspector = AltaInspector(
            credentials: deployment.credentials, transport: transport, clock: clock, userAgent: deployment.userAgent)
    }

    /// What was found. What cannot be checked after a failure is left out.
    mutating func run() async -> [CheckFinding] {
        do {
            reachability(try await inspector.knock())
            login(try await inspector.look(.about))
            try await permissions()
        } catch {
            failed(error)
        }
        return findings
    }

    private mutating func reachability(_ answer: InspectedAnswer) {
        let manner = deployment.url.hasPrefix("https:") ? "its certificate is trusted" : "without TLS, on this machine"
        let paused = deployment.isPaused ? "; the settings pause it, so that `run` does not poll it" : ""
        if answer.status >= 500 {
            warn(.reachability, "\(deployment.url) answers with status \(answer.status)", "try again in a while")
        } else {
            findings.append(
                .ok(
                    .reachability,
                    "\(deployment.url) answers, \(manner); asked \(deployment.route.description)\(paused)",
                    of: deployment.name))
        }
        findings.append(ClockSkew(answer).finding(deployment.name))
    }

    private mutating func login(_ answer: InspectedAnswer) {
        guard !(answer.isSuccess && answer.isPage) else {
            return complain(.login, "a web page comes instead of data", "check that --url is an Alta Video deployment")
        }
        findings.append(.ok(.login, "accepted, with \(deployment.credentials)", of: deployment.name))
    }

    private mutating func permissions() async throws(SessionFailure) {
        permission("about", try await inspector.look(.about))
        let zones = try await inspector.look(.zones)
        permission("zones", zones)
        let id = RecordList(body: zones.body)?.elements.lazy.compactMap { $0["id"]?.string }.first
        if let id {
            permission("zone log", try await inspector.look(.zoneLog(zone: id)))
        } else if zones.isSuccess {
            warn(.permission, "no zone is visible", "give the account access to the zones' cameras, if there are any")
        }
        permission("alerts", try await inspector.look(.alerts))
        permission("ongoing alerts", try await inspector.look(.ongoingAlerts))
    }

    private mutating func permission(_ what: String, _ answer: InspectedAnswer) {
        switch answer.status {
        case 200..<300 where answer.isPage:
            complain(.permission, "\(what): a web page", "check that --url is an Alta Video deployment")
        case 200..<300:
            let count = RecordList(body: answer.body).map { ", \($0.elements.count) records" } ?? ""
            findings.append(.ok(.permission, "\(what): status \(answer.status)\(count)", of: deployment.name))
        case 403:
            complain(.permission, "\(what): status 403", "give the account the permission to see them", .notAuthorised)
        case 429, 500...:
            warn(.permission, "\(what): status \(answer.status)", "try again in a while; `run` does so by itself")
        default:
            complain(.permission, "\(what): status \(answer.status)", "check that --url is an Alta Video deployment")
        }
    }

    private mutating func failed(_ failure: SessionFailure) {
        switch failure {
        case .noAnswer(let error):
            complain(.reachability, error.description, "then check again", .unreachable)
        case .signIn(.moved(let address, let status), _), .resting(.moved(let address, let status), _):
            let problem = SignInProblem.moved(address: address, status: status)
            complain(.reachability, problem.finding, problem.advice, .unreachable)
        case .signIn(let problem, _), .resting(let problem, _):
            complain(.login, problem.finding, problem.advice, .notAuthorised)
        case .notNow: complain(.login, failure.description, "check again in a while", .unreachable)
        case .cancelled: complain(.login, failure.description, "check again")
        }
    }

    private mutating func warn(_ subject: CheckFinding.Subject, _ detail: String, _ advice: String) {
        findings.append(.warning(subject, detail, advice: advice, of: deployment.name))
    }

    private mutating func complain(
        _ subject: CheckFinding.Subject, _ detail: String, _ advice: String, _ status: ExitStatus = .failed
    ) {
        findings.append(.problem(subject, detail, advice: advice, of: deployment.name, endsWith: status))
    }
}
