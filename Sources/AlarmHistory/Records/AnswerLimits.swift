public import ExactJSON

/// How much one answer may ask of the archiver. What lies beyond is a gap `too-large`: nothing of it is recorded but its
/// beginning.
///
/// Reading an answer takes less than eight bytes of memory for each byte that was served, and some tens of megabytes
/// besides; recording it adds at most ``growth`` bytes of event lines for each.
public enum AnswerLimits {
    /// Bytes of an answer, unpacked. A list of a thousand alerts is about one megabyte; thirty thousand in one answer are
    /// more than any list of the vendor's was seen to show.
    public static let bytes = 32 << 20
    /// Bytes of one record. The vendor's largest have some kilobytes; a picture inside of one, a megabyte.
    public static let elementBytes = 4 << 20
    /// Containers within containers. The vendor's deepest record has four; folding a value recurses that deep.
    public static let depth = 256
    /// Values and member names of one record, each of which takes 16 bytes of index. The vendor's largest have some
    /// hundred; one into which thousands of detections were merged, some ten thousand.
    public static let entriesOfOneRecord = 100_000
    /// Elements of one list: the log of a zone with a hundred alarms a day, for a year.
    public static let elements = 100_000
    /// Zones of one list. The largest sites have hundreds; each has its log asked for, and beyond some hundred the request
    /// budget is spent on that alone.
    public static let zones = 5_000
    /// Elements of a list that may be of any size. A list that is longer has elements of ``leastElementBytes`` on average.
    public static let smallElements = 1_000
    /// Bytes of an element, on average, in long lists: the shortest entry of a zone's log has more than fifty. It keeps
    /// what is held for each element, whatever its size, in proportion to what was served.
    public static let leastElementBytes = 32
    /// Elements of an answer that are no record of an identity of its own, each kept as a content of its own: a full list of
    /// the vendor's, in case that one day its ids are called otherwise, or are no longer unique. More are a flood, and kept
    /// as one.
    public static let unidentified = 1_000
    /// The same for elements of less than ``leastUnidentifiedBytes`` on average: what is that small is no record.
    public static let smallUnidentified = 16
    /// Bytes of an element without identity, on average, where there are more than ``smallUnidentified``.
    public static let leastUnidentifiedBytes = 64
    /// Elements of an answer that are no JSON, each kept with its bytes. One broken alarm is a fault; a hundred are an
    /// answer that cannot be read.
    public static let unreadableElements = 100
    /// Events that one answer may be worth at once: the first look at a long list. What it is worth beyond is recorded with
    /// the next looks.
    public static let newEvents = 20_000
    /// Bytes that are kept of what is too large, to show what it was.
    public static let witness = 64 << 10
    /// Bytes of event lines, before they are compressed, for each byte that was served: at most two events of some three
    /// hundred bytes for a record as short as `{"guid":"1"}`. Of an alert of a kilobyte it is less than two.
    public static let growth = 64

    /// Within which an answer is parsed as a whole, where it is only looked at. A list of the greatest size has about two
    /// million values and names.
    public static let whole = JSONLimits(size: bytes, depth: depth, entries: 2_000_000)
    /// Within which one record is parsed.
    static let record = JSONLimits(size: elementBytes, depth: depth, entries: entriesOfOneRecord)

    /// In which respect one record, or what stands around the records, passes ``record``.
    static func words(_ error: JSONError) -> String {
        switch error.reason {
        case .tooDeep: "nested deeper than \(depth) levels"
        case .tooManyEntries: "more than \(entriesOfOneRecord) values in one record"
        default: "more than \(elementBytes >> 20) MiB in one record"
        }
    }

    /// How many elements a list of that endpoint may have.
    static func elements(of endpoint: Endpoint) -> Int { endpoint == .zones ? zones : elements }
}
