import Foundation

/// Every bit of every stored value, turned over one at a time, and bits of the files themselves.
struct TamperMatrix {
    private let copy: TamperedCopy
    private let seed: UInt64
    private let bits: Int?
    private let fileBits: Int

    init(_ copy: TamperedCopy, seed: UInt64, bits: Int?, fileBits: Int) {
        self.copy = copy
        self.seed = seed
        self.bits = bits
        self.fileBits = fileBits
    }

    /// All of them, in an order that depends on the archive and the seed only.
    func changes() throws -> [Change] {
        var chance = RandomEvents(seed: seed)
        return try valueChanges(&chance) + headNoteChanges(&chance) + fileChanges(&chance)
    }

    private func valueChanges(_ chance: inout RandomEvents) throws -> [Change] {
        try copy.rows(StoredValue.all).flatMap { value in
            chosen(of: value.bitCount, bits, &chance).map { bit in
                Change(kind: "\(value.table.name).\(value.column)", name: "\(value.name) bit \(bit)") { copy in
                    try copy.verdict(onRows: { try value.flip(bit, in: $0) })
                }
            }
        }
    }

    private func headNoteChanges(_ chance: inout RandomEvents) -> [Change] {
        chosen(of: 8 * copy.headNoteSize, bits.map { $0 * 8 }, &chance).map { bit in
            Change(kind: "head.note", name: "head.note bit \(bit)") { copy in
                try copy.verdict(onHeadNote: { $0.flipped(bit) })
            }
        }
    }

    private func fileChanges(_ chance: inout RandomEvents) -> [Change] {
        chosen(of: 8 * copy.fileSize, fileBits, &chance).map { bit in
            Change(kind: "log.sqlite", name: "log.sqlite bit \(bit)") { try $0.verdict(onFileBit: bit) }
        }
    }

    /// So many different numbers below `count`, or all of them.
    private func chosen(of count: Int, _ wanted: Int?, _ chance: inout RandomEvents) -> [Int] {
        guard let wanted, wanted < count else { return Array(0..<count) }
        var numbers: Set<Int> = []
        while numbers.count < wanted { numbers.insert(Int.random(in: 0..<count, using: &chance)) }
        return numbers.sorted()
    }
}
