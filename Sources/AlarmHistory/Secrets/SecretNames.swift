/// Which names belong to secrets: the one list for polled answers, for webhooks and for what is printed.
///
/// Of a name only letters and digits count, in lower case and without digits at the end, so that all key styles are the same:
/// `guest_token`, `guestToken`, `Guest-Token`, `user[guest.token]`, `token2`. Most are recognised by how they end, because
/// people who make up a name for a secret put its kind last: `api_token`, `X-Webhook-Secret`. A name that only begins or goes
/// on like one tells something about a secret, and stays: `token_type`, `session_count`, `password_changed_at`.
package enum SecretNames {
    /// What a name's value is.
    package enum Kind: Sendable {
        /// It opens something.
        case credential
        /// It says how to reach a person.
        case contact
        /// It is a picture, which may show a person.
        case picture
    }

    /// A name that was recognised.
    struct Match {
        /// What its value is.
        let kind: Kind
        /// Whether a number under it is rather a count than a secret: `tokens: 3`, `session: 12`.
        let mayCount: Bool
        /// Whether its value is more than one word: `Authorization: Bearer abc`, `Cookie: a=b; c=d`.
        let holdsPhrase: Bool
        /// Whether its value ends where a line goes on with something else: `Input pin: 3, zone: 4` is a contact in a plug
        /// more often than a secret, and what follows it is history.
        let isOnePart: Bool
    }

    /// What the value of a member of that name is; nil where it is none of these.
    package static func kind(of name: String) -> Kind? { match(name)?.kind }

    static func match(_ name: String) -> Match? { Array(name.utf8).withUnsafeBufferPointer { match($0) } }

    /// The same for a name in UTF-8. It is called for every member of every new record, so most names are turned down by
    /// their last three letters.
    static func match(_ name: UnsafeBufferPointer<UInt8>) -> Match? {
        guard let last = lastLetters(name), isLastOfAny[last] else { return nil }
        return match(significant: significant(name))
    }

    private static func match(significant name: [UInt8]) -> Match? {
        if let entry = whole[name] { return entry }
        guard !notContacts.contains(where: { name.ends(with: $0) }) else { return nil }
        return endings.first { name.ends(with: $0.bytes) }?.match
    }

    // MARK: spelling

    /// Letters and digits in lower case, without digits at the end.
    private static func significant(_ name: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes = name.suffix(longestName).compactMap { byte -> UInt8? in
            isLetter(byte) ? byte | 0x20 : isDigit(byte) ? byte : nil
        }
        while let last = bytes.last, isDigit(last) { bytes.removeLast() }
        return bytes
    }

    /// The last three letters as one number; nil where there are fewer, or a digit stands between them.
    private static func lastLetters(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        var (packed, count, index) = (0, 0, name.count)
        while count < 3, index > 0 {
            index -= 1
            let byte = name[index]
            if isLetter(byte) {
                packed = packed * 26 + Int((byte | 0x20) - UInt8(ascii: "a"))
                count += 1
            } else if count > 0, isDigit(byte) {
                return nil
            }
        }
        return count == 3 ? packed : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    // MARK: the list

    private static let credentialEndings = [
        "token", "secret", "password", "passwd", "pwd", "passphrase", "passcode", "pincode", "accesscode", "cookie",
        "jwt", "bearer", "authorization", "credential", "session", "sessionid", "sessid", "connectsid", "sessionkey",
        "apikey", "accesskey", "authkey", "privatekey", "secretkey", "sharedkey", "signingkey", "encryptionkey",
        "webhookurl", "userpin", "doorpin", "entrypin", "accesspin", "keypadpin", "alarmpin", "duresspin",
    ]
    /// Short or common words, which count only by themselves.
    ///
    /// A `pin` opens a door. Where it is the number of a contact in a plug, its mask still tells equal ones from others; left
    /// alone, the door's would stand in the archive for ever. With another word it must be one that is opened, or a person:
    /// `gpio_pin`, `map_pin` and `spin` are none, and `pin: true` is a flag.
    private static let credentialNames = [
        "pass", "pin", "pinnumber", "psk", "otp", "otpcode", "totp", "totpcode", "mfacode", "twofactorcode",
        "verificationcode", "passwordconfirmation", "passwordhash", "passworddigest",
    ]
    /// An e-mail address belongs to a contact only with that word. By itself it is how the deployment names its users, who
    /// armed a zone and who ended an alarm: as `email` as in `username`, it is history and stays.
    private static let contactEndings = [
        "phone", "phonenumber", "phoneno", "mobileno", "telephonenumber", "mobilenumber", "mobile", "emergencycontact",
        "primarycontact",
        "secondarycontact", "sitecontact", "zonecontact", "contactname", "contactnumber", "contactperson",
        "contacttel", "contactemail", "contactmail",
    ]
    /// `door_contact` is a sensor, and `hotel` no number: these count only by themselves.
    private static let contactNames = ["contact", "tel", "telno", "fax", "faxnumber", "msisdn"]
    /// What only sounds like a way to reach somebody.
    private static let notContacts = ["microphone", "headphone", "earphone", "megaphone", "speakerphone", "automobile"]
        .flatMap { [Array($0.utf8), Array("\($0)s".utf8)] }
    private static let pictureNames = ["jpg"]

    private static let whole: [[UInt8]: Match] = {
        let kinds: [([String], Kind)] = [
            (credentialNames, .credential), (contactNames, .contact), (pictureNames, .picture),
        ]
        let entries = kinds.flatMap { names, kind in names.flatMap { spellings($0, kind) } }
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.bytes, $0.match) })
    }()

    private static let endings: [(bytes: [UInt8], match: Match)] =
        credentialEndings.flatMap { spellings($0, .credential) } + contactEndings.flatMap { spellings($0, .contact) }

    /// A name and its plural.
    private static func spellings(_ name: String, _ kind: Kind) -> [(bytes: [UInt8], match: Match)] {
        let holdsPhrase = ["authorization", "cookie"].contains(name)
        let isOnePart = ["pin", "pinnumber"].contains(name)
        let match = Match(
            kind: kind, mayCount: name == "session", holdsPhrase: holdsPhrase, isOnePart: isOnePart)
        let plural = Match(kind: kind, mayCount: true, holdsPhrase: holdsPhrase, isOnePart: false)
        return [(Array(name.utf8), match), (Array("\(name)s".utf8), plural)]
    }

    /// Which last three letters any of the names has.
    private static let isLastOfAny: [Bool] = {
        var table = [Bool](repeating: false, count: 26 * 26 * 26)
        for name in whole.keys + endings.map(\.bytes) {
            if let last = name.withUnsafeBufferPointer({ lastLetters($0) }) { table[last] = true }
        }
        return table
    }()

    /// Bytes at the end of a name that are compared: longer than any of the names, in any style.
    private static let longestName = 64
}

extension SecretNames {
    /// Names of members that hold pictures in a webhook, as ``MemberName`` spells them: those are dropped.
    static let webhookPictures: Set<String> = ["jpg", "jpeg", "image", "picture"]

    /// Words in the names of members that are secrets at one of the vendor's endpoints alone; how the members are called in
    /// full is not known. Empty for all other paths.
    package static func hiddenWords(at path: String) -> [String] {
        let path = path.lowercased()
        return hidden.first { path.contains($0.endpoint) }?.words ?? []
    }

    private static let hidden = [
        (endpoint: "publicintrusionemergencycontacts", words: ["phone", "mobile", "address", "mail"]),
        (endpoint: "publicintrusionwebhooks", words: ["url", "uri", "link", "address"]),
    ]
}

extension [UInt8] {
    fileprivate func ends(with ending: [UInt8]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
