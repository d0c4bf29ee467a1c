import ExactJSON
import Foundation

/// One line of the simulator's diary.
struct SentRequest {
    let method: String
    /// With its query.
    let path: String
    let status: Int64
    /// The text of an order's body.
    let body: String?
}

extension Scene {
    /// What the programs have sent so far, in order.
    func sentRequests() throws -> [SentRequest] {
        try Data(contentsOf: URL(fileURLWithPath: requests)).split(separator: 0x0A).map { line in
            let entry = try JSONText([UInt8](line)).root
            return SentRequest(
                method: entry["method"]?.string ?? "", path: entry["path"]?.string ?? "",
                status: entry["status"]?.integer ?? 0, body: entry["body"]?.string)
        }
    }
}
