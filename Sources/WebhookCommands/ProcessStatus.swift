import Foundation

/// What the system tells of a process in `/proc/<pid>/stat`.
struct ProcessStatus: Sendable, Equatable {
    let pid: pid_t
    /// Whether it ended.
    let isZombie: Bool
    let parent: pid_t
    let group: pid_t
    let session: pid_t

    /// Of a process that there is.
    init?(of pid: pid_t) {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
        self.init(stat: String(decoding: stat, as: UTF8.self))
    }

    /// Reads `<pid> (<name>) <state> <parent> <group> <session> ...`; the name may hold anything, a parenthesis too.
    init?(stat: String) {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[end...].split(separator: " ").dropFirst().map(String.init)
        guard fields.count > 3, let pid = pid_t(stat.prefix { $0 != " " }), let parent = pid_t(fields[1]),
            let group = pid_t(fields[2]), let session = pid_t(fields[3])
        else { return nil }
        (self.pid, self.parent, self.group, self.session) = (pid, parent, group, session)
        isZombie = ["Z", "X"].contains(fields[0])
    }
}
