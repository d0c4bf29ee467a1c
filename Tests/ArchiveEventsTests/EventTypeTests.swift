import ArchiveEvents
import Testing

struct EventTypeTests {
    @Test(
        "a type's name, once written, stays",
        arguments: [
            (.archiveCreated, "archive-created.v1"),
            (.recordSeen, "record-seen.v1"),
            (.recordChanged, "record-changed.v1"),
            (.recordListed, "record-listed.v1"),
            (.recordMissing, "record-missing.v1"),
            (.recordUnreadable, "record-unreadable.v1"),
            (.gapOpened, "gap-opened.v1"),
            (.gapClosed, "gap-closed.v1"),
        ] as [(EventType, String)])
    func names(type: EventType, name: String) {
        #expect(type.rawValue == name)
    }
}
