/// The dialects in which a simulated deployment speaks, since the vendor's own is known only in part.
public enum SimulationProfile: String, CaseIterable, Sendable {
    /// Bare arrays, snake_case, times in milliseconds as numbers, numeric codes.
    case classic
    /// Times as ISO-8601 strings of mixed precision and offset, codes as strings, ids in upper case.
    case iso
    /// Lists as `{"data":[…],"total":n}`, camelCase, null instead of an empty array.
    case wrapped
    /// `/alerts` by pages, with `limit`, `offset` or `cursor`, `start` and `end` honoured.
    case paged
    /// Ignores every parameter and shows only the newest alerts.
    case capped
    /// A login gives a session that is good for `/auth` alone until a one-time code has been sent to `/totp`.
    case mfa
}

/// How profile `paged` hands out the pages of `/alerts`.
public enum Paging: String, CaseIterable, Sendable {
    /// `{"items":[…],"total":n}`; the next page is asked for with `offset`.
    case offset
    /// `{"items":[…],"next_cursor":"c-000051"}`, null at the end; the next page is asked for with `cursor`.
    case cursor
}
