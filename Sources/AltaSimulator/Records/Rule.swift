/// A rule of Alta Video: it raises alerts by day and night, without any zone.
struct Rule: Sendable {
    let id: String
    let name: String
    let importance: String
    let detection: String
    let site: Site
    /// The devices it listens to, as positions in the list of devices.
    let devices: [Int]
}
