import AltaSimulator
import Testing

@Suite("Faults on the way of an answer")
struct DeliveryFaultTests {
    @Test("each spoils the answer, and what it shows counts as doubtful", arguments: DeliveryFault.allCases)
    func effect(fault: DeliveryFault) throws {
        var visitor = SimulatedVisitor.struck(by: .delivery(fault))
        let whole = visitor.text("sites", at: noon)
        let known = visitor.deployment.truth.entries.count
        var fresh = SimulatedVisitor.struck(by: .delivery(fault))
        let response = fresh.send("GET", "sites", at: amidst)
        switch fault {
        case .slowDrip: #expect(response.delivery == .drip(bytesPerSecond: 200))
        case .slowAnswer: #expect(response.delivery == .late(milliseconds: 10_000) && response.text == whole)
        case .answerLost: #expect(response.delivery == .lost)
        case .connectionCut: #expect(response.delivery == .cut(afterBytes: whole.utf8.count / 2))
        case .truncatedJSON: #expect(response.text == whole.prefix(whole.utf8.count / 2))
        case .wrongContentType: #expect(response.header("Content-Type") == "text/html")
        case .emptyBody: #expect(response.body.isEmpty && response.status == 200)
        case .gzip: #expect(try unpacked(response) == Array(whole.utf8))
        }
        #expect(fresh.deployment.truth.entries.isEmpty)
        #expect(fresh.deployment.truth.doubtful.count == known)
        #expect(fresh.text("sites", at: relief) == whole)
        #expect(fresh.deployment.truth.entries.count == known)
    }

    @Test("a body longer than a stored block survives gzip")
    func longBody() throws {
        var visitor = SimulatedVisitor.struck(by: .delivery(.gzip), .content(.largePicture), path: "sites")
        let body = try unpacked(visitor.send("GET", "sites", at: amidst))
        #expect(body.count > 300_000)
        #expect(String(decoding: body, as: UTF8.self).hasSuffix(#"AAQ"}]"#))
    }

    /// The body of a gzip container of stored blocks, after a check of all its numbers.
    private func unpacked(_ response: SimulatedResponse) throws -> [UInt8] {
        #expect(response.header("Content-Encoding") == "gzip")
        let bytes = response.body
        #expect(Array(bytes.prefix(4)) == [0x1F, 0x8B, 8, 0])
        var (position, body, isLast) = (10, [UInt8](), false)
        while !isLast {
            isLast = bytes[position] == 1
            let length = Int(number(bytes[(position + 1)..<(position + 3)]))
            #expect(number(bytes[(position + 3)..<(position + 5)]) == UInt32(length) ^ 0xFFFF)
            body += bytes[(position + 5)..<(position + 5 + length)]
            position += 5 + length
        }
        #expect(number(bytes[position..<(position + 4)]) == checksum(body))
        #expect(number(bytes[(position + 4)...]) == UInt32(body.count))
        return body
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }

    /// CRC-32 by a table, unlike the simulator's own.
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        let table = (0..<256).map { index -> UInt32 in
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
            return value
        }
        return bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 } ^ UInt32.max
    }
}
