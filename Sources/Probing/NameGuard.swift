import AlarmHistory
import ExactJSON

/// Decides which names of members may be shown. A member's name is the vendor's as a rule, but an object may be a map
/// whose keys are ids, addresses or names of people and places.
struct NameGuard {
    /// Whatever stood as a value anywhere, in lower case: who is named in a value is not shown as a name either.
    private var values: Set<String> = []

    /// Learns what is a value in this answer.
    mutating func learn(_ text: JSONText) {
        for value in text.allStringValues {
            guard let string = value.string?.lowercased(), !KnownWords.values.contains(string) else { continue }
            values.insert(string)
            values.formUnion(string.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        }
    }

    /// The names of an object's members as they may be shown, in their order.
    func shown(_ names: [String?]) -> [String] {
        let isMap = names.count > Self.mostMembers
        return names.map { name in
            guard let name else { return Self.hidden }
            if KnownWords.members.contains(MemberName.normalized(name)), !isMap { return name }
            return !isMap && isVendorName(name) ? name : Self.hidden
        }
    }

    /// Written like the name of a member, and met nowhere as a value.
    private func isVendorName(_ name: String) -> Bool {
        name.utf8.count <= Self.longestName && name.wholeMatch(of: /[a-z][A-Za-z_]*[0-9]{0,2}/) != nil
            && !values.contains(name.lowercased())
    }

    private static let hidden = "<name>"
    /// The largest object that is known has about thirty; what has more is a map.
    private static let mostMembers = 60
    /// The longest name that is known has 25 letters; what is much longer is a text.
    private static let longestName = 40
}
