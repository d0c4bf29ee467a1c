public import AltaSimulator
public import ArgumentParser

/// How the deployment speaks.
struct DialectOptions: ParsableArguments {
    @Option(help: "The dialect.")
    var profile = SimulationProfile.classic

    @Option(help: "How profile paged hands out pages.")
    var paging = Paging.offset

    @Option(help: ArgumentHelp("Alerts on a page of profile paged.", valueName: "number"))
    var pageSize = 50

    @Option(
        help: ArgumentHelp("Alerts that /alerts shows at most; 1000, in profile capped 100.", valueName: "number"))
    var alertLimit: Int?

    @Option(
        help: ArgumentHelp("The key of the one-time codes of profile mfa, in base32.", valueName: "file"))
    var totpSecretFile: String?

    func validate() throws {
        guard (1...1000).contains(pageSize) else { throw ValidationError("--page-size lies between 1 and 1000.") }
        guard (1...1_000_000).contains(alertLimit ?? 1) else {
            throw ValidationError("--alert-limit lies between 1 and 1000000.")
        }
    }

    func apply(to parameters: inout SimulationParameters) throws {
        parameters.profile = profile
        parameters.paging = paging
        parameters.pageSize = pageSize
        parameters.alertLimit = alertLimit ?? (profile == .capped ? 100 : parameters.alertLimit)
        guard let totpSecretFile else { return }
        guard let secret = Base32.decode(try SecretFile.read(totpSecretFile, option: "--totp-secret-file")) else {
            throw ValidationError("--totp-secret-file holds no key in base32.")
        }
        parameters.totpSecret = secret
    }
}

extension SimulationProfile: ExpressibleByArgument {}
extension Paging: ExpressibleByArgument {}

/// Base32 as in RFC 4648, section 6, in either case and with or without padding.
enum Base32 {
    /// Nil for text that is none, or empty.
    static func decode(_ text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let letters = text.uppercased().utf8.filter { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: " ") }
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for letter in letters {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            bits = (bits << 5 | UInt32(value)) & 0xFFFF
            count += 5
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes.isEmpty ? nil : bytes
    }
}
