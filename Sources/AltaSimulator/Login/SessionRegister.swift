/// Who is logged in, and until when.
struct SessionRegister: Sendable {
    private struct Session: Sendable {
        let end: Milliseconds
        /// Whether the second factor was shown, where one is asked for.
        var isProved: Bool
    }

    private let lifetime: Milliseconds
    private var generator: SeededGenerator
    private var sessions: [String: Session] = [:]

    init(seed: UInt64, lifetime: Milliseconds) {
        // Another stream than the world's: logins must not shift what happens there.
        generator = SeededGenerator(seed: ~seed)
        self.lifetime = lifetime
    }

    /// Begins a session at `time` and gives the value of its cookie.
    mutating func begin(at time: Milliseconds, isProved: Bool) -> String {
        sessions = sessions.filter { $0.value.end > time }
        let cookie = generator.token(length: 64)
        sessions[cookie] = Session(end: time + lifetime, isProved: isProved)
        return cookie
    }

    /// Whether one of the cookies belongs to a session that lasts.
    func admits(_ cookies: [String], at time: Milliseconds) -> Bool { lasting(cookies, at: time) != nil }

    /// Whether that session has shown its second factor, or needs none.
    func isProved(_ cookies: [String], at time: Milliseconds) -> Bool {
        lasting(cookies, at: time).map { sessions[$0]?.isProved == true } ?? false
    }

    /// The second factor was shown.
    mutating func prove(_ cookies: [String], at time: Milliseconds) {
        guard let cookie = lasting(cookies, at: time) else { return }
        sessions[cookie]?.isProved = true
    }

    mutating func end(_ cookies: [String]) {
        for cookie in cookies { sessions[cookie] = nil }
    }

    mutating func endAll() { sessions = [:] }

    private func lasting(_ cookies: [String], at time: Milliseconds) -> String? {
        cookies.first { cookie in sessions[cookie].map { $0.end > time } ?? false }
    }
}
