import ArchiveEvents
import Foundation
import NIOSSL
import TestSupport
import Testing

@testable import AltaAPI

@Suite("A certificate that is not accepted")
struct TLSTests {
    /// What is wrong with a server's certificate, and what is said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var name = "localhost"
        var dates = ["20200101000000Z", "20990101000000Z"]
        var isTrusted = false
        /// Whether the certificate stands in the place of the system's authorities, and not beside them.
        var isTrustedAlone = false
        /// Nil where it is accepted.
        var words: String?
    }

    @Test(
        "is told in one sentence: what failed, which host, what to do",
        arguments: [
            Case(testDescription: "an authority of one's own, named by a setting", isTrusted: true),
            Case(testDescription: "an authority of one's own, in the place of the system's", isTrustedAlone: true),
            Case(testDescription: "an unknown authority", words: "not from an authority that is trusted here"),
            Case(
                testDescription: "another name", name: "other.example", isTrusted: true, words: "is for another name"),
            Case(
                testDescription: "expired", dates: ["20200101000000Z", "20210101000000Z"], isTrusted: true,
                words: "has expired (2021-01-01T00:00:00.000Z)"),
            Case(
                testDescription: "expired and unknown", dates: ["20200101000000Z", "20210101000000Z"],
                words: "has expired"),
            Case(
                testDescription: "not valid yet", dates: ["20980101000000Z", "20990101000000Z"], isTrusted: true,
                words: "valid from 2098-01-01"),
        ])
    func certificates(_ fault: Case) async throws {
        let folder = try TemporaryFolder()
        try makeCertificate(fault, folder)
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMFile(folder.file("cert.pem")).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: folder.file("key.pem"), format: .pem))))
        var route = NetworkRoute()
        if fault.isTrusted { route.additionalAuthorities = folder.file("cert.pem") }
        if fault.isTrustedAlone { route.authorities = folder.file("cert.pem") }
        let page = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]".utf8)
        try await RawServer.serving(page, tls: context) { [route] server in
            let address = server.address.replacingOccurrences(of: "http://127.0.0.1", with: "https://localhost")
            let (answer, error) = await Stranger.knocked(at: address, route: route)
            check(fault, address, answer, error)
        }
    }

    private func check(_ fault: Case, _ address: String, _ answer: InspectedAnswer?, _ error: TransportError?) {
        #expect(answer?.status == (fault.words == nil ? 200 : nil))
        #expect((error == nil) == (fault.words == nil) && (error?.kind ?? .untrusted) == .untrusted)
        let told = error?.description ?? "\(address) check"
        #expect(fault.words.map(told.contains) ?? true, "\(told)")
        #expect(told.hasPrefix(address) && told.contains("check"), "\(told)")
        for internals in ["OPENSSL", "error:", ".cc", "NIO", "handshake", "\n"] {
            #expect(!told.contains(internals), "\(told)")
        }
    }

    @Test(
        "is no fault of a certificate where there is another reason",
        arguments: [
            (
                "handshakeFailed(NIOSSL.BoringSSLError.sslError([Error: 268435703 error:100000f7:SSL routines:"
                    + "OPENSSL_internal:WRONG_VERSION_NUMBER at /build/tls_record.cc:231]))", TLSFault.notTLS
            ),
            ("error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE at x:1", .incompatible),
            ("error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION at x:1", .incompatible),
            ("error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED", .clientCertificateNeeded),
            ("EOF during handshake", .brokenOff), ("something new", .unknown),
        ])
    func others(text: String, fault: TLSFault) {
        #expect(TLSFault(text, validity: nil, at: .testStart) == fault)
        #expect(!fault.sentence.contains("OPENSSL"))
    }

    /// By openssl, which signs it with its own key.
    private func makeCertificate(_ fault: Case, _ folder: TemporaryFolder) throws {
        let configuration = """
            [ca]
            default_ca = own
            [own]
            database = \(folder.file("index.txt"))
            serial = \(folder.file("serial"))
            new_certs_dir = \(folder.path)
            default_md = sha256
            policy = names
            x509_extensions = extensions
            [names]
            commonName = supplied
            [extensions]
            subjectAltName = DNS:\(fault.name)
            basicConstraints = critical, CA:TRUE
            """
        for (name, text) in [("index.txt", ""), ("serial", "01\n"), ("ca.conf", configuration)] {
            try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
        try openssl([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            folder.file("key.pem"), "-out", folder.file("request.pem"), "-subj", "/CN=\(fault.name)",
        ])
        try openssl([
            "ca", "-batch", "-selfsign", "-notext", "-config", folder.file("ca.conf"), "-keyfile",
            folder.file("key.pem"),
            "-in", folder.file("request.pem"), "-out", folder.file("cert.pem"), "-startdate", fault.dates[0],
            "-enddate",
            fault.dates[1],
        ])
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
