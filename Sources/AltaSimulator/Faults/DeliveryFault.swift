/// Faults on the way of an answer. The request had its effect; but what the answer shows counts as doubtful in the
/// ground truth, since clients may or may not be able to read it.
public enum DeliveryFault: String, CaseIterable, Sendable {
    /// The body comes slowly. `amount`: bytes in a second; 200 if nil.
    case slowDrip = "slow-drip"
    /// Nothing comes for a while, then the whole answer. `amount`: after so many milliseconds; ten seconds if nil.
    case slowAnswer = "slow-answer"
    /// The connection closes without any answer.
    case answerLost = "answer-lost"
    /// The connection closes in the middle of the body. `amount`: after so many bytes; half of them if nil.
    case connectionCut = "connection-cut"
    /// A whole answer whose JSON breaks off in the middle.
    case truncatedJSON = "truncated-json"
    /// `text/html`, though the body is JSON.
    case wrongContentType = "wrong-content-type"
    /// Status 200 and nothing else.
    case emptyBody = "empty-body"
    /// A body in a gzip container, whether or not the client asked for one.
    case gzip

    var summary: String {
        switch self {
        case .slowDrip: "the body comes slowly, 200 bytes in a second"
        case .slowAnswer: "the answer comes ten seconds late"
        case .answerLost: "the connection closes without an answer"
        case .connectionCut: "the connection closes in the middle of the body"
        case .truncatedJSON: "the JSON breaks off in the middle, though the answer is whole"
        case .wrongContentType: "JSON that is announced as text/html"
        case .emptyBody: "status 200 with an empty body"
        case .gzip: "a gzip body that nobody asked for"
        }
    }

    /// Spoils `response` on its way.
    func spoil(_ response: inout SimulatedResponse, by fault: ScriptedFault) {
        let half = response.body.count / 2
        switch self {
        case .slowDrip: response.delivery = .drip(bytesPerSecond: Int(clamping: max(1, fault.amount ?? 200)))
        case .slowAnswer: response.delivery = .late(milliseconds: max(0, fault.amount ?? 10 * .second))
        case .answerLost: response.delivery = .lost
        case .connectionCut:
            let limit = fault.amount.map { Int(clamping: max(0, $0)) } ?? half
            response.delivery = .cut(afterBytes: min(limit, max(0, response.body.count - 1)))
        case .truncatedJSON: response.body = Array(response.body.prefix(half))
        case .wrongContentType: response.replaceHeader("Content-Type", with: "text/html")
        case .emptyBody: response.body = []
        case .gzip:
            response.body = gzipped(response.body)
            response.replaceHeader("Content-Encoding", with: "gzip")
        }
    }
}
