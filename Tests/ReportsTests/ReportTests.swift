import Reports
import Testing

@Suite("A report")
struct ReportTests {
    @Test("is made")
    func made() { _ = Report.self }
}
