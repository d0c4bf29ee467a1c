import ArchiveEvents
import EventStorage
import ExactJSON
import TransparencyLog

/// What a block says, worked out from its bytes alone: the part of a verification that runs on all cores.
struct BlockCheck: Sendable {
    /// What all blocks of a batch are read against.
    struct Context: Sendable {
        let origin: [UInt8]
        let salts: [UInt64: RunSalts]
        /// Sizes of the tree whose roots are asked for.
        let cuts: Set<UInt64>
    }

    /// One event, as far as its neighbours have to do with it.
    struct Event: Sendable {
        let position: Position
        let stream: StreamKey
        let version: StreamVersion
    }

    let row: BlockRow
    /// The events that were read.
    var positions: Range<Position> { start..<start.advanced(by: UInt64(events.count)) }
    /// First event that was not read before.
    let start: Position
    private(set) var events: [Event] = []
    private(set) var firstTime: Instant?
    /// Bytes of the block's first line, where that was read.
    private(set) var firstLineSize: Int?
    private(set) var lastTime: Instant?
    /// The tree over the events, in pieces that end at the cuts.
    private(set) var pieces: [CompactRange]
    /// Roots of complete subtrees that are stored as tiles.
    private(set) var tiles: [(subtree: Subtree, hash: TreeHash)] = []
    /// What its lines say of erased data.
    private(set) var erasures = ErasureFacts()
    /// Events that say that `head.note` was lost.
    private(set) var lostHeadNotes: [Position] = []
    /// Whether each event has its leaf in the pieces.
    private(set) var isWhole = true
    private(set) var findings: [Finding] = []

    /// Reads the events of `block` from `start` on.
    init(_ block: Block, from start: Position, _ context: Context) {
        row = block.row
        self.start = max(start, block.firstPosition)
        pieces = [CompactRange(startingAt: self.start.number)]
        do {
            try read(block, context)
        } catch let damage as BlockDamage {
            report(.block, block.row.place, damage.description)
        } catch {
            report(.block, block.row.place, "\(error)")
        }
        if UInt64(events.count) != row.end.number - min(self.start.number, row.end.number) { isWhole = false }
    }

    private mutating func read(_ block: Block, _ context: Context) throws {
        if row.codec == .deflate, row.eventCount > 1, row.plainSize > LineRun.blockSize {
            report(.block, row.place, "a sealed block of several lines is larger than \(LineRun.blockSize) bytes")
        }
        try block.forEachLine { line, head in
            if head.position == row.firstPosition {
                firstLineSize = line.count
                if head.time != row.firstTime.writable { reportTimes() }
            }
            if head.position >= start { take(line, head, context) }
            lastTime = head.time
        }
        if lastTime != row.lastTime.writable { reportTimes() }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, _ head: EventHead, _ context: Context) {
        let place = "\(head.position)"
        if !line[head.source].elementsEqual(context.origin) {
            report(.line, place, "it belongs to another log, \(String(decoding: line[head.source], as: UTF8.self))")
        }
        takePayload(line, head, context)
        if let lastTime, head.time < lastTime { reportDecrease(place) }
        if firstTime == nil { firstTime = head.time }
        let subject = UnsafeRawBufferPointer(rebasing: line[head.subject])
        events.append(Event(position: head.position, stream: StreamKey(utf8: subject), version: head.version))
        grow(line, head, context)
    }

    private mutating func takePayload(_ line: UnsafeRawBufferPointer, _ head: EventHead, _ context: Context) {
        switch head.payload {
        case .data(let range):
            let data = UnsafeRawBufferPointer(rebasing: line[range])
            if !CompactGrammar.accepts(data) {
                report(.line, "\(head.position)", "its data is not one JSON value without white space")
            }
            if Self.isType(.dataErased, line, head) { takeErasure(data, head) }
            if Self.isType(.headNoteLost, line, head) { lostHeadNotes.append(head.position) }
        case .erased:
            let isForgotten = context.salts[RunSalts.run(of: head.position)]?.isForgotten(head.position) ?? false
            erasures.take(erased: head.position, isForgotten: isForgotten)
            if !DataErasure.isErasable(type: line[head.type]) {
                report(.erasure, "\(head.position)", "its data is gone, which an event of its type never loses")
            }
        }
    }

    private mutating func takeErasure(_ data: UnsafeRawBufferPointer, _ head: EventHead) {
        guard let erasure = DataErasure(data: data, at: head.position) else {
            return report(.erasure, "\(head.position)", "it does not name the events before it whose data was erased")
        }
        erasures.take(erasure)
    }

    private static func isType(_ type: EventType, _ line: UnsafeRawBufferPointer, _ head: EventHead) -> Bool {
        head.type.count == type.rawValue.utf8.count && line[head.type].elementsEqual(type.rawValue.utf8)
    }

    private mutating func grow(_ line: UnsafeRawBufferPointer, _ head: EventHead, _ context: Context) {
        guard isWhole else { return }
        guard let leaf = context.salts[RunSalts.run(of: head.position)]?.leaf(ofLine: line, head) else {
            report(.salt, "\(head.position)", "the salt is missing, so the event cannot be proved")
            isWhole = false
            return
        }
        pieces[pieces.count - 1].append(leaf) { subtree, hash in
            if StoredTree.isTile(subtree) { tiles.append((subtree, hash)) }
        }
        let end = head.position.number + 1
        if context.cuts.contains(end) { pieces.append(CompactRange(startingAt: end)) }
    }

    mutating func reportDecrease(_ place: String) {
        report(.time, place, "its time lies before that of the event before")
    }

    private mutating func reportTimes() {
        report(.time, row.place, "the block's row names other times than its events")
    }

    private mutating func report(_ code: Finding.Code, _ place: String, _ message: String) {
        findings.append(Finding(code, place, message))
    }
}
