public import ArchiveEvents

/// The coverage of one target: what the log vouches for, and the gaps that it tells of.
public struct CoverageTrack: Hashable, Sendable {
    /// When a record was first seen there.
    public private(set) var firstLook: Instant?
    /// What the log vouches for, in order; no two stretches touch.
    public private(set) var confirmed: [ConfirmedStretch]
    /// The gaps in the order in which they were told. Only the last one may be open.
    public private(set) var gaps: [ToldGap]

    /// A track as it was stored; of nothing, where it is made new.
    public init(firstLook: Instant? = nil, confirmed: [ConfirmedStretch] = [], gaps: [ToldGap] = []) {
        self.firstLook = firstLook
        self.confirmed = confirmed
        self.gaps = gaps
    }

    /// The gap that is open now.
    public var openGap: ToldGap? { gaps.last.flatMap { $0.until == nil ? $0 : nil } }

    /// Takes in what the next event says.
    public mutating func apply(_ evidence: CoverageEvidence) {
        switch evidence {
        case .looked(let time): firstLook = min(firstLook ?? time, time)
        case .confirmed(let stretch): confirm(stretch)
        case .opened(let gap):
            // A gap told while one is open takes its place.
            if let openGap { gaps[gaps.count - 1] = openGap.ending(at: gap.from) }
            gaps.append(gap)
        case .closed(let from, let until, let position):
            if let openGap {
                gaps[gaps.count - 1] = openGap.ending(at: until, from: from)
            } else if let from {
                gaps.append(.ended(from: from, until: until, position: position))
            }
        }
    }

    private mutating func confirm(_ stretch: ConfirmedStretch) {
        // Nearly always the last one grows.
        let first = confirmed.lastIndex { $0.range.upperBound < stretch.range.lowerBound }.map { $0 + 1 } ?? 0
        let touching = confirmed[first...].prefix { $0.touches(stretch) }
        confirmed.replaceSubrange(touching.indices, with: [touching.reduce(stretch) { $0.union($1) }])
    }

    /// The period cut into intervals, in order, without hole or overlap: together they are as long as the period, to
    /// the millisecond.
    public func intervals(in period: Range<Instant>) -> [CoverageInterval] {
        let gaps = gapPieces
        let told = (gaps + confirmedPieces(outside: gaps)).sorted { $0.range.lowerBound < $1.range.lowerBound }
        var intervals: [CoverageInterval] = []
        var position = period.lowerBound
        for piece in told where piece.range.overlaps(period) {
            let part = piece.clipped(to: period)
            for silent in untold(position..<part.range.lowerBound) { intervals.join(silent) }
            intervals.join(part)
            position = part.range.upperBound
        }
        for silent in untold(position..<period.upperBound) { intervals.join(silent) }
        return intervals
    }

    // MARK: what is told

    /// The gaps without those parts that a later one speaks of, too.
    private var gapPieces: [CoverageInterval] {
        var pieces: [CoverageInterval] = []
        for gap in gaps where gap.from < gap.until ?? .distantFuture {
            let piece = CoverageInterval(gap)
            var behind: [CoverageInterval] = []
            while let last = pieces.last, last.range.upperBound > piece.range.lowerBound {
                pieces.removeLast()
                behind += last.part(piece.range.upperBound..<max(piece.range.upperBound, last.range.upperBound))
                pieces += last.part(min(piece.range.lowerBound, last.range.lowerBound)..<piece.range.lowerBound)
            }
            pieces += [piece] + behind.reversed()
        }
        return pieces
    }

    /// A gap counts where the log also vouches for the time: a clock was set back there.
    private func confirmedPieces(outside gaps: [CoverageInterval]) -> [CoverageInterval] {
        var pieces: [CoverageInterval] = []
        var ahead = gaps[...]
        for stretch in confirmed {
            ahead = ahead.drop { $0.range.upperBound <= stretch.range.lowerBound }
            let whole = CoverageInterval(stretch)
            var parts: [CoverageInterval] = []
            var position = stretch.range.lowerBound
            for gap in ahead.prefix(while: { $0.range.lowerBound < stretch.range.upperBound }) {
                parts += whole.part(position..<max(position, gap.range.lowerBound))
                position = gap.range.upperBound
            }
            parts += whole.part(position..<max(position, stretch.range.upperBound))
            // Which of several parts the looks were in is not known.
            if parts.count == 1 { parts[0].looks = stretch.looks }
            pieces += parts
        }
        return pieces
    }

    // MARK: what is not

    /// What lies before, between and behind everything that is told.
    private func untold(_ range: Range<Instant>) -> [CoverageInterval] {
        guard !range.isEmpty else { return [] }
        guard let (first, last) = evidence else {
            return [CoverageInterval(.gap, range, cause: CoverageInterval.beforeArchive)]
        }
        return CoverageInterval(.gap, range, cause: CoverageInterval.beforeArchive).part(.distantPast..<first)
            + CoverageInterval(.gap, range, cause: CoverageInterval.unconfirmed).part(first..<last)
            + CoverageInterval(.provisional, range).part(last..<(.distantFuture))
    }

    /// The first time that is told of, and the end of the last.
    private var evidence: (first: Instant, last: Instant)? {
        let begins = [firstLook, confirmed.first?.range.lowerBound, gaps.lazy.map(\.from).min()].compactMap { $0 }
        let gapEnd = gaps.lazy.map { $0.until ?? .distantFuture }.max()
        // A look is over later than it was asked for, which is until when a gap is told: what is told counts.
        let ends = [confirmed.last?.range.upperBound, gapEnd].compactMap { $0 }
        guard let first = begins.min(), let last = ends.max() ?? firstLook else { return nil }
        return (first, last)
    }
}

extension CoverageInterval {
    fileprivate init(_ gap: ToldGap) {
        let isPause = gap.cause == GapCause.paused.rawValue
        self.init(isPause ? .paused : .gap, gap.from..<(gap.until ?? .distantFuture), cause: gap.cause)
        detail = gap.detail
        position = gap.position
    }

    fileprivate init(_ stretch: ConfirmedStretch) {
        self.init(.covered, stretch.range)
        longestInterval = stretch.longestInterval
        position = stretch.position
    }

    /// The part within `range`; none where there is nothing in it.
    fileprivate func part(_ range: Range<Instant>) -> [CoverageInterval] {
        let part = clipped(to: range)
        return part.range.isEmpty ? [] : [part]
    }
}

extension Instant {
    fileprivate static let distantPast = Instant(milliseconds: .min)
    fileprivate static let distantFuture = Instant(milliseconds: .max)
}
