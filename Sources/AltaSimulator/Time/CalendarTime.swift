/// A moment read from a calendar and a wall clock in UTC.
struct CalendarTime {
    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let weekdayNames = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private let days: Int64
    private let millisecondOfDay: Milliseconds

    init(_ time: Milliseconds) {
        millisecondOfDay = ((time % .day) + .day) % .day
        days = (time - millisecondOfDay) / .day
    }

    /// 0 is Monday. The epoch began on a Thursday.
    var weekday: Int { Int(((days + 3) % 7 + 7) % 7) }

    /// 0 ..< 24.
    var hour: Int { Int(millisecondOfDay / .hour) }

    /// Minutes since Monday, 00:00.
    var minuteOfWeek: Int { weekday * 1440 + Int(millisecondOfDay / .minute) }

    /// As HTTP writes a date (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    var headerText: String {
        let name = CalendarTime.weekdays[weekday]
        let (year, month, day) = civil
        let date = "\(padded(day)) \(CalendarTime.months[month - 1]) \(year)"
        return "\(name.prefix(1).uppercased())\(name.dropFirst()), \(date) \(clockText) GMT"
    }

    /// As people like it in messages: `Sunday, June 01, 2025 02:14:05 UTC`.
    var prettyText: String {
        let (year, month, day) = civil
        let weekday = CalendarTime.weekdayNames[weekday]
        return "\(weekday), \(CalendarTime.monthNames[month - 1]) \(padded(day)), \(year) \(clockText) UTC"
    }

    /// `2025-06-01T02:14:05`, without the zone.
    var secondsText: String {
        let (year, month, day) = civil
        return "\(year)-\(padded(month))-\(padded(day))T\(clockText)"
    }

    var millisecondsSinceEpoch: Milliseconds { days * .day + millisecondOfDay }

    private var clockText: String {
        let minute = Int(millisecondOfDay % .hour / .minute)
        let second = Int(millisecondOfDay % .minute / .second)
        return "\(padded(hour)):\(padded(minute)):\(padded(second))"
    }

    /// Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is their last.
    private var civil: (year: Int64, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
        let month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
