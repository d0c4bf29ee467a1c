import AlarmHistory

/// A word that the tables hold as its number: its place among all cases. Cases are only ever added at the end.
protocol ViewCode: CaseIterable, Equatable where AllCases == [Self] {}

extension ViewCode {
    /// The number of the word.
    var code: Int64 { Int64(Self.allCases.firstIndex(of: self) ?? 0) }

    /// The word of a number.
    init?(code: Int64?) {
        guard let code, Self.allCases.indices.contains(Int(clamping: code)) else { return nil }
        self = Self.allCases[Int(code)]
    }
}

extension AlarmState: ViewCode {}
extension AlarmVerdict: ViewCode {}
extension AlarmTransition.Kind: ViewCode {}

extension AlarmTransition.Afterwards: ViewCode {
    /// 0 stands for no change after the fact.
    static func column(_ value: Self?) -> Int64 { value.map { $0.code + 1 } ?? 0 }

    init?(column: Int64) { self.init(code: column &- 1) }
}
