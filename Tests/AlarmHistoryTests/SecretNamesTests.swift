import AlarmHistory
import Testing

@Suite("Names of secrets")
struct SecretNamesTests {
    @Test(
        "a member that holds a secret is masked under any name that people give it",
        arguments: [
            "guest_token", "api_token", "auth_token", "session_token", "X-Webhook-Secret", "client.secret", "passwd",
            "user_pwd", "PASSWORD", "new password", "passphrase", "jwt", "id-jwt", "sessionId", "session_id",
            "JSESSIONID", "connect.sid", "session", "totp_secret", "totpSecret", "otp", "Set-Cookie", "cookie",
            "cookies", "access_tokens", "apiKey", "x-api-key", "private_key", "accessKey", "credentials", "bearer",
            "proxy_authorization", "token2", "user[password]", "@token", "webhookUrl", "pass", "access_code", "pin",
            "PIN", "pin2", "user_pin", "doorPin", "keypad-pin", "duress_pin", "pin_number", "pin_code",
        ])
    func credentials(name: String) {
        #expect(SecretNames.kind(of: name) == .credential)
        #expect(stored(#"{"\#(name)":"S-1"}"#) == #"{"\#(name)":"\#(mask("S-1"))"}"#)
    }

    @Test(
        "what says how to reach a person is masked",
        arguments: [
            "phone", "phone_number", "homePhone", "mobile", "mobile_number", "tel", "telephone", "fax", "contact",
            "contacts", "emergencyContact", "emergency_contact", "emergency-contacts", "contact_name", "Phones",
            "contactPhone2", "contact_email", "emergencyContactEMail",
        ])
    func contacts(name: String) {
        #expect(SecretNames.kind(of: name) == .contact)
        #expect(stored(#"{"\#(name)":"Jo +43 664"}"#) == #"{"\#(name)":"\#(mask("Jo +43 664"))"}"#)
    }

    @Test(
        "what only sounds like one stays, for it is history",
        arguments: [
            "token_type", "tokenized", "session_count", "sessions_open", "password_changed_at", "password_policy",
            "cookie_policy", "secretary", "secret_level", "keypad", "key", "permit_id", "emergency_contact_id",
            "door_contact", "dry-contact", "contacted_at", "microphone", "microphones", "headphone", "automobile",
            "hotel", "acknowledgment_code", "compass", "bypass", "name", "zone_id", "author", "authorized_by",
            "signature", "cell", "token_count", "", "_", "17", "to", "ken",
            "spin", "gpio_pin", "map-pin", "pinned", "pin_count", "shipping", "email", "e_mail", "user_email",
            "username",
        ])
    func innocent(name: String) {
        #expect(SecretNames.kind(of: name) == nil)
        #expect(stored(#"{"\#(name)":"S-1"}"#) == #"{"\#(name)":"S-1"}"#)
    }

    @Test(
        "a flag and a count are no secrets; a number under a secret's name is one",
        arguments: [
            (#"{"has_password":true,"session":false,"token":null,"cookie":""}"#, []),
            (#"{"sessions":3,"active_session":2,"tokens":1.5}"#, []), (#"{"user_pwd":1234}"#, ["1234"]),
            (#"{"pin":true,"pins":4,"user_pin":4711}"#, ["4711"]),
            (#"{"sessions":["a1"],"session":{"id":7}}"#, [#"["a1"]"#, #"{"id":7}"#]),
        ])
    func values(content: String, secrets: [String]) {
        let expected = secrets.reduce(content) { $0.replacing($1, with: "\"\(mask($1))\"") }
        #expect(stored(content) == expected)
    }

    /// What is stored of an element.
    private func stored(_ element: String) -> String {
        guard case .whole(let list) = reader.read(Array("[\(element)]".utf8), of: LookTarget("hq", .alerts)) else {
            return "unreadable"
        }
        return list.map { text($0.content) }.joined()
    }
}
