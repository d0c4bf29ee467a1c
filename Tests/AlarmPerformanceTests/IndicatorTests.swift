import AlarmPerformance
import Testing

@Suite("An indicator")
struct IndicatorTests {
    @Test("is undefined rather than zero without a figure")
    func undefined() {
        #expect(Indicator("x", nil, .ratio, count: 0, counted: 0, mark: .ours).value == nil)
    }
}
