/// The stock of names and settings from which a world is founded.
enum Catalogue {
    struct Place: Sendable {
        let name: String
        let label: String
        let importance: String
        let detection: String
        var isAlwaysArmed = false
    }

    static let sites = [
        (name: "Depot North", address: "1 Example Road"), (name: "Depot South", address: "48 Ring Street"),
        (name: "Head Office", address: "7 Market Square"), (name: "Harbour Terminal", address: "Quay 3"),
        (name: "City Library", address: "12 Abbey Lane"), (name: "Riverside Works", address: "90 Mill Bank"),
        (name: "Science Park", address: "5 Newton Avenue"), (name: "Café Rosé", address: "21 Garden Row"),
    ]

    static let places = [
        Place(name: "Loading bay", label: "dock", importance: "high", detection: "person"),
        Place(name: "Perimeter east", label: "perimeter", importance: "medium", detection: "person"),
        Place(name: "Server room", label: "it", importance: "high", detection: "door_open", isAlwaysArmed: true),
        Place(name: "Car park", label: "parking", importance: "low", detection: "vehicle"),
        Place(name: "Main entrance", label: "entrance", importance: "medium", detection: "person"),
        Place(name: "Roof", label: "roof", importance: "high", detection: "person", isAlwaysArmed: true),
        Place(name: "Warehouse aisle A", label: "stock", importance: "medium", detection: "motion"),
        Place(name: "Fuel store", label: "hazard", importance: "high", detection: "person", isAlwaysArmed: true),
        Place(name: "Gatehouse", label: "perimeter", importance: "medium", detection: "vehicle"),
        Place(name: "Plant room", label: "technical", importance: "medium", detection: "door_open"),
        Place(name: "Archive", label: "stock", importance: "high", detection: "motion"),
        Place(name: "Workshop", label: "technical", importance: "low", detection: "motion"),
        Place(name: "Canteen", label: "staff", importance: "low", detection: "motion"),
        Place(name: "Reception", label: "entrance", importance: "medium", detection: "glass_break"),
        Place(name: "Cold store", label: "stock", importance: "medium", detection: "door_open"),
        Place(name: "Cable yard", label: "yard", importance: "high", detection: "person", isAlwaysArmed: true),
        Place(name: "North fence", label: "perimeter", importance: "medium", detection: "person"),
        Place(name: "Delivery ramp", label: "dock", importance: "medium", detection: "vehicle"),
        Place(name: "Bicycle shed", label: "parking", importance: "low", detection: "person"),
        Place(name: "Stairwell B", label: "staff", importance: "low", detection: "motion"),
    ]

    static let operators = [
        "a.nowak@example.com", "j.meyer@example.com", "s.okafor@example.com", "m.dubois@example.com",
        "l.svensson@example.com", "r.castillo@example.com", "monitoring@example.com",
    ]

    static let remarks = [
        "Cleaning staff", "Fox", "Cat on the wall", "Door left open by a driver", "Reflection on wet ground",
        "Branch in the wind", "Known employee, badge forgotten", "Spider on the lens", "Test, \"agreed\" by phone",
        "Zutritt geprüft, alles in Ordnung", "Guard sent", "Two persons at the fence, police called",
        "Delivery outside of hours, driver sent away", "Window broken, caretaker informed",
    ]

    /// Which of the remarks fit a false alarm.
    static let harmlessRemarks = 0...9

    /// Which of the remarks fit a true alarm.
    static let seriousRemarks = 10...13

    static let models = [
        Device.Model(name: "H6A Bullet", firmware: "9.9.1", maker: "Avigilon", noun: "camera"),
        Device.Model(name: "H6SL Dome", firmware: "9.9.1", maker: "Avigilon", noun: "camera"),
        Device.Model(name: "H5A Dual Head", firmware: "9.8.4", maker: "Avigilon", noun: "camera"),
        Device.Model(name: "H5A Fisheye", firmware: "9.8.4", maker: "Avigilon", noun: "camera"),
        Device.Model(name: "Presence Detector", firmware: "2.3.0", maker: "Avigilon", noun: "sensor"),
        Device.Model(name: "P3245-LV", firmware: "11.11.73", maker: "Axis", noun: "camera"),
    ]

    static let rules = [
        (name: "Person in restricted area", detection: "person", importance: "high"),
        (name: "Loitering at entrance", detection: "person", importance: "medium"),
        (name: "Vehicle in fire lane", detection: "vehicle", importance: "medium"),
        (name: "Camera tampering", detection: "tamper", importance: "high"),
        (name: "Number plate on watch list", detection: "vehicle", importance: "high"),
        (name: "Crowd forming", detection: "person", importance: "low"),
    ]

    static let aroundTheClock = ArmSchedule([.init(days: 0...6, start: 0, end: 1440)])

    private static let weekends = ArmSchedule.Frame(days: 5...6, start: 0, end: 1440)

    static let schedules = [
        ArmSchedule([.init(days: 0...4, start: 18 * 60, end: 6 * 60), weekends]),
        ArmSchedule([.init(days: 0...4, start: 19 * 60 + 30, end: 7 * 60), weekends]),
        ArmSchedule([.init(days: 0...6, start: 22 * 60, end: 5 * 60)]),
    ]
}
