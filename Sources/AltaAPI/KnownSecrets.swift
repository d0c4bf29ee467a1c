public import AlarmHistory
import Foundation
import Synchronization

/// The secrets of one deployment, so that they are recognised by whoever records or tells what it answers: what is proven with
/// at the sign-in, and each cookie that it gave. Never printed.
///
/// The codes of a second factor are none of them: six digits stand in every list by chance, and a code is worth nothing once
/// it was used or a minute old.
public final class KnownSecrets: Sendable {
    private struct State {
        var own: [KnownText]
        /// Values of cookies, the oldest first.
        var cookies: [KnownText] = []
        var values: SecretValues
    }

    private let state: Mutex<State>

    /// What `credentials` hold, these `others` that a person chose, and no cookies yet.
    public convenience init(_ credentials: Credentials, _ others: [String] = []) {
        self.init(credentials.proof.secretTexts + others.map { KnownText(text: $0, origin: .person) })
    }

    init(_ texts: [KnownText] = []) {
        state = Mutex(State(own: texts, values: SecretValues(texts)))
    }

    /// What is to be recognised now.
    public var values: SecretValues { state.withLock { $0.values } }

    /// Recognises what is proven with from now on, besides what was before.
    func note(_ proof: Credentials.Proof) {
        state.withLock { state in
            for text in proof.secretTexts where !state.own.contains(text) {
                state.own.append(text)
                state.values.insert(text)
            }
        }
    }

    /// Recognises the values of these cookies from now on, also after they were replaced by others: an answer may hold one that
    /// was given long before.
    func note(cookies: [(name: String, value: String)]) {
        let texts = cookies.filter { !Self.preferences.contains($0.name.lowercased()) }.flatMap { cookie in
            Self.spellings(cookie.value).map { KnownText(text: $0, origin: Self.origin(cookie.name)) }
        }
        state.withLock { state in
            for text in texts where !state.cookies.contains(text) {
                state.cookies.append(text)
                state.values.insert(text)
            }
            guard state.cookies.count > Self.cookieLimit else { return }
            state.cookies.removeFirst(state.cookies.count - Self.cookieLimit / 2)
            state.values = SecretValues(state.own + state.cookies)
        }
    }

    /// What a session is known by is random. What else a server keeps in a cookie may be a word: `consent=accepted`.
    private static func origin(_ name: String) -> SecretValues.Origin {
        sessions.contains(name.lowercased()) || SecretNames.kind(of: name) == .credential ? .program : .person
    }

    /// A value as it came, without quotes around it, and without its percent signs.
    private static func spellings(_ value: String) -> [String] {
        let bare = value.hasPrefix("\"") && value.hasSuffix("\"") ? String(value.dropFirst().dropLast()) : value
        return [bare] + (bare.removingPercentEncoding.map { $0 == bare ? [] : [$0] } ?? [])
    }

    /// The vendor's cookie of a session, and what others call theirs.
    private static let sessions: Set<String> = ["va", "sid"]
    /// Cookies that tell how somebody wants to be addressed: a time zone is also the name of a place.
    private static let preferences: Set<String> = [
        "locale", "lang", "language", "i18n", "tz", "timezone", "time_zone", "region", "country", "theme",
    ]
    /// Values of cookies: a server that gives a new one with each answer must not fill the memory, and one of an hour ago is
    /// not echoed.
    private static let cookieLimit = 64
}
