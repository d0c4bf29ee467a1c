import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

/// Every sequence of answers of a small alphabet, held against a naive restatement of what the log must say of it.
@Suite("The rule of coverage")
struct CoverageRuleTests {
    @Test("of every sequence of five answers, each gap, its end and what is vouched for before it are as the rule says")
    func everySequence() throws {
        var visited = 0
        func walk(_ path: CoveragePath, _ length: Int) throws {
            for answer in CoveragePath.Answer.allCases {
                let next = try path.after(answer)
                visited += 1
                #expect(next.told == next.expected, "\(next.answers)")
                if length > 1, next.told == next.expected { try walk(next, length - 1) }
            }
        }
        try walk(CoveragePath(), 5)
        #expect(visited == 7 + 49 + 343 + 2401 + 16_807)
    }
}
