/// The changes to come, earliest first; changes of the same millisecond in the order in which they were scheduled.
///
/// A binary heap: months of a busy world are tens of thousands of changes.
struct ChangeQueue: Sendable {
    struct Entry: Sendable {
        let time: Milliseconds
        fileprivate let number: Int
        let change: Change

        fileprivate func comes(before other: Entry) -> Bool {
            time == other.time ? number < other.number : time < other.time
        }
    }

    private var heap: [Entry] = []
    private var count = 0

    mutating func schedule(_ change: Change, at time: Milliseconds) {
        count += 1
        let entry = Entry(time: time, number: count, change: change)
        heap.append(entry)
        rise(entry)
    }

    /// Takes out the first entry if its time is not after `time`.
    mutating func popFirst(notAfter time: Milliseconds) -> Entry? {
        guard let first = heap.first, first.time <= time else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty { sink(last) }
        return first
    }

    /// Finds the place of `entry` on the way up from the last place.
    private mutating func rise(_ entry: Entry) {
        var place = heap.count - 1
        while place > 0, entry.comes(before: heap[(place - 1) / 2]) {
            heap[place] = heap[(place - 1) / 2]
            place = (place - 1) / 2
        }
        heap[place] = entry
    }

    /// Finds the place of `entry` on the way down from the first place.
    private mutating func sink(_ entry: Entry) {
        var place = 0
        while let child = earlierChild(of: place), heap[child].comes(before: entry) {
            heap[place] = heap[child]
            place = child
        }
        heap[place] = entry
    }

    private func earlierChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1].comes(before: heap[left]) ? left + 1 : left
    }
}
