import AlarmHistory
import NIOHTTP1

/// How large the body of an answer may become: pure.
struct BodyLimits {
    /// Bytes, unpacked.
    private let bytes: Int
    /// The length that was announced: of what is sent, before it is unpacked.
    private let announced: Int?
    private let isPacked: Bool

    /// The limits of the answer to a request, whose status and headers are here.
    ///
    /// A list can be long; what comes in answer to anything that is no read, or says no, is a few words.
    init(of request: AltaRequest, _ status: HTTPResponseStatus, _ headers: HTTPHeaders) {
        self.init(
            isRead: request.method == .get && (200..<300).contains(status.code),
            announced: headers.first(name: "Content-Length").flatMap { Int($0) },
            isPacked: headers.contains(name: "Content-Encoding"))
    }

    init(isRead: Bool, announced: Int?, isPacked: Bool) {
        bytes = isRead ? AnswerLimits.bytes : Self.bytesOfOthers
        self.announced = announced
        self.isPacked = isPacked
    }

    /// Bytes for which there is to be room at once: a body that grows piece by piece is copied again and again.
    var expected: Int { announced.map { isPacked ? 0 : min(max($0, 0), bytes) } ?? 0 }

    /// Which limit a body passes of which so many bytes are here; nil where it may go on. Of what is announced to be too
    /// large no more is waited for than is kept.
    func excess(of count: Int) -> String? {
        if count > bytes { return Self.size(bytes) }
        guard let announced else { return nil }
        if announced > bytes, count >= Self.kept { return Self.size(bytes) }
        guard isPacked, count > Self.anyRatio, count / Self.ratio > announced else { return nil }
        return "the answer is \(announced) bytes that unpack to more than \(Self.ratio) times as many"
    }

    /// In words.
    static func size(_ limit: Int) -> String { "the answer is larger than \(limit >> 20) MiB" }

    /// Bytes that are kept of a body that passes a limit: they show what it was. Some more than are recorded, so that no
    /// secret is cut into two that are not seen for what they are.
    static let kept = AnswerLimits.witness + (16 << 10)
    /// Answers to a sign-in or an operation have some hundred bytes.
    private static let bytesOfOthers = 1 << 20
    /// Lists of records shrink to a tenth; a thirtieth where they are much alike. Only what repeats itself and nothing else
    /// shrinks to less than a two-hundredth.
    private static let ratio = 200
    /// Bytes, unpacked, up to which a body may shrink as much as it likes: an empty list in white space.
    private static let anyRatio = 1 << 20
}
