/// Who is logged in, and until when.
struct SessionRegister: Sendable {
    private let lifetime: Milliseconds
    private var generator: SeededGenerator
    private var ends: [String: Milliseconds] = [:]

    init(seed: UInt64, lifetime: Milliseconds) {
        // Another stream than the world's: logins must not shift what happens there.
        generator = SeededGenerator(seed: ~seed)
        self.lifetime = lifetime
    }

    /// Begins a session at `time` and gives the value of its cookie.
    mutating func begin(at time: Milliseconds) -> String {
        ends = ends.filter { $0.value > time }
        let cookie = generator.token(length: 64)
        ends[cookie] = time + lifetime
        return cookie
    }

    /// Whether one of the cookies belongs to a session that lasts.
    func admits(_ cookies: [String], at time: Milliseconds) -> Bool {
        cookies.contains { cookie in ends[cookie].map { $0 > time } ?? false }
    }

    mutating func end(_ cookies: [String]) {
        for cookie in cookies { ends[cookie] = nil }
    }
}
