import AltaSimulator
import Foundation
import Testing

@Suite("Bookmarks")
struct BookmarkTests {
    /// A zone's alarm that a fault raises at ``onset``, in a world with such bookmarks.
    private func alarm(_ configure: (inout SimulationParameters) -> Void) throws -> (SimulatedVisitor, guid: String) {
        var visitor = SimulatedVisitor.struck(by: .life(.alarmLasts), configure: configure)
        let guid = try #require(visitor.stagedCourses(at: onset).first?.guid)
        return (visitor, guid)
    }

    @Test("appear when the video is kept and not before, shared, where all are", arguments: [0, 45 * second])
    func delay(delay: Int64) throws {
        var (visitor, guid) = try alarm {
            $0.bookmarks = .always
            $0.bookmarkDelayMilliseconds = delay
        }
        if delay > 0 {
            #expect(try visitor.list("alerts/\(guid)/bookmarks", at: onset).isEmpty)
            #expect(try visitor.list("alerts/\(guid)/bookmarks", at: onset + delay - 1).isEmpty)
        }
        let bookmarks = try visitor.list("alerts/\(guid)/bookmarks", at: onset + delay)
        let first = try #require(bookmarks.first)
        #expect(bookmarks.count == 1 && first["created_time"] as? Int64 == onset + delay)
        #expect((first["guest_token"] as? String)?.count == 43)
        #expect(first["alert_guid"] as? String == guid)
    }

    @Test("belong to every alarm of a zone, or to none, by parameter", arguments: [Frequency.always, .never])
    func policy(frequency: Frequency) throws {
        var (visitor, staged) = try alarm { $0.bookmarks = frequency }
        let alerts = try visitor.list("alerts", at: amidst)
        let guids = alerts.filter { $0["alarm_zone_id"] is String }
            .filter { ($0["start_time"] as? Int64 ?? .max) < amidst - minute }.compactMap { $0["guid"] as? String }
        #expect(guids.count > 10 && guids.contains(staged))
        for guid in guids {
            let bookmarks = try visitor.list("alerts/\(guid)/bookmarks", at: amidst)
            #expect(bookmarks.isEmpty == (frequency == .never), "\(guid)")
            #expect(bookmarks.allSatisfy { $0["guest_token"] is String }, "\(guid)")
        }
    }

    @Test("are kept and shared at different times in a usual world, and not by every zone")
    func usual() throws {
        var visitor = SimulatedVisitor(seed: 7) { $0.bookmarkDelayMilliseconds = 3 * second }
        let alerts = try visitor.list("alerts", at: noon).filter { $0["alarm_zone_id"] is String }
        let bookmarks = try alerts.compactMap { $0["guid"] as? String }.map {
            try visitor.list("alerts/\($0)/bookmarks", at: noon)
        }
        #expect(bookmarks.contains { $0.isEmpty })
        let all = bookmarks.flatMap { $0 }
        #expect(all.contains { $0["guest_token"] is String } && all.contains { $0["guest_token"] is NSNull })
    }

    @Test("in profile wrapped speak camelCase, and are null where there are none")
    func wrapped() throws {
        for frequency in [Frequency.always, .never] {
            var (visitor, guid) = try alarm {
                $0.profile = .wrapped
                $0.bookmarks = frequency
            }
            let body = try visitor.object("alerts/\(guid)/bookmarks", at: amidst)
            guard frequency == .always else {
                #expect(body["data"] is NSNull && body["total"] as? Int == 0)
                continue
            }
            let first = try #require((body["data"] as? [[String: Any]])?.first)
            #expect(first["guestToken"] is String && first["guest_token"] == nil)
        }
    }
}
