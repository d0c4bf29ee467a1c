import Archive
import ArchiveEvents
import ExactJSON
import TransparencyLog

/// What `verify` says: whether the log is sound, whose it is, and what else is to be known.
struct VerificationAnswer {
    private let report: Verifier.Report
    private let isQuick: Bool

    init(_ report: Verifier.Report, isQuick: Bool) {
        self.report = report
        self.isQuick = isQuick
    }

    var json: JSONValue {
        let findings = report.findings.map { finding in
            JSONValue.object([
                ("code", .string(finding.code.rawValue)), ("where", .string(finding.place)),
                ("message", .string(finding.message)),
            ])
        }
        let notices = report.notices.map { notice in
            JSONValue.object([("code", .string(notice.code.rawValue)), ("message", .string(notice.message))])
        }
        let identity = report.identity
        return .object([
            ("schema_version", .integer(1)), ("ok", .bool(report.isSound)), ("quick", .bool(isQuick)),
            ("size", .whole(report.size)), ("root", .optional(report.root?.hex)), ("findings", .array(findings)),
            ("unlisted_findings", .whole(report.unlisted)), ("origin", .optional(identity?.origin)),
            ("key", .optional(identity?.key?.verifierKey)), ("key_id", .optional(identity?.key?.keyID.hex)),
            ("key_source", .optional(keySource)),
            ("kept_checkpoints", identity.map { .whole($0.keptCheckpoints) } ?? .null),
            ("kept_since", .optional(identity?.keptSince?.description)), ("notices", .array(notices)),
            ("failure", .optional(report.failure?.description)),
        ])
    }

    /// From where it is known that the key is the log's: `given` from outside, or `log`, which only repeats itself.
    private var keySource: String? { report.identity?.key.map { _ in report.isKeyGiven ? "given" : "log" } }

    var text: String { (verdict + identity + notices).map(\.printable).joined(separator: "\n") }

    private var verdict: [String] {
        guard !report.isSound else {
            let limit = isQuick ? "; a quick check: lines of older blocks were not read" : ""
            return ["sound: \(report.size) events, root \(report.root?.hex ?? "none")\(limit)"]
        }
        let findings = report.findings.map { "\($0.code.rawValue)  \($0.place)  \($0.message)" }
        let rest = report.unlisted > 0 ? ["... and \(report.unlisted) more"] : []
        let count = report.findings.count + report.unlisted
        return ["NOT SOUND: \(count) findings in \(report.size) events"] + findings + rest
    }

    private var identity: [String] {
        guard let identity = report.identity else { return [] }
        return ["log: \(identity.origin), \(key(identity))", "kept checkpoints: \(kept(identity))"]
    }

    private func key(_ identity: LogIdentity) -> String {
        guard let key = identity.key else { return "key unknown" }
        guard !report.isKeyGiven else { return "key \(key.keyID.hex), the one that was given" }
        return "key \(key.keyID.hex), which only the log itself names: nothing from outside vouches for it (--key)"
    }

    private func kept(_ identity: LogIdentity) -> String {
        guard identity.keptCheckpoints > 0 else { return "none" }
        let since = identity.keptSince.map { ", since \($0)" } ?? ""
        return "\(identity.keptCheckpoints)\(since)"
    }

    private var notices: [String] {
        report.notices.map { "note: \($0.message)" } + (report.failure.map { ["note: \($0)"] } ?? [])
    }
}
