extension Alert {
    /// One bookmark for each device that took part; none if the zone keeps no video.
    ///
    /// They are drawn from a seed of their own each time, so that looking at them leaves no trace in the world.
    var bookmarks: [Bookmark] {
        guard let video else { return [] }
        var generator = SeededGenerator(seed: video.seed)
        return deviceIDs.prefix(Alert.bookmarkLimit).map { bookmark(of: $0, in: video, from: &generator) }
    }

    private func bookmark(
        of deviceID: String, in video: Video, from generator: inout SeededGenerator
    ) -> Bookmark {
        let id = generator.identifier()
        let token = generator.token(length: 43)
        return Bookmark(
            id: id, alertGUID: guid, name: bookmarkName, start: start - 15 * .second, end: lastDetection + .minute,
            deviceID: deviceID, createdAt: video.createdAt, guestToken: video.isShared ? token : nil, version: version)
    }

    private var bookmarkName: String {
        guard case .zone(_, _, let name, _) = source else { return "Alarm" }
        return "Alarm: \(name)"
    }

    /// A merged alarm does not keep the video of every camera it touched.
    private static let bookmarkLimit = 4
}
