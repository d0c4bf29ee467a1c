/// Where a zone lies and what it is called.
struct ZonePlan: Sendable {
    /// The position in the list of sites.
    let site: Int
    let place: Catalogue.Place
    let name: String

    /// The plan of zone `number` when there are `sites` sites: they take turns, each with other places.
    init(number: Int, sites: Int) {
        site = number % sites
        let turn = number / sites
        let places = Catalogue.places
        place = places[(turn + site * 5) % places.count]
        name = turn < places.count ? place.name : "\(place.name) \(turn / places.count + 1)"
    }
}
