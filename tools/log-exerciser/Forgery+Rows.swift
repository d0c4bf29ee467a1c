import GRDB

extension Forgery {
    /// Those that SQL alone can do.
    static var rows: [Forgery] { exchanged + dropped + inserted + cut + checkpoints + salts + indexes }

    private static let exchanged = [
        exchange("two sealed blocks exchanged, counts and checksums with them", "codec = 1", everything),
        exchange("the bodies of two sealed blocks exchanged", "codec = 1", ["body"]),
        exchange("two frames exchanged, counts and checksums with them", "codec = 0", everything),
        exchange("the bodies of two frames exchanged", "codec = 0", ["body"]),
    ]

    private static let dropped = [
        Forgery("first block dropped", "DELETE FROM block WHERE first_position = 0"),
        Forgery(
            "a sealed block in the middle dropped",
            "DELETE FROM block WHERE first_position = (SELECT max(first_position) FROM block WHERE codec = 1)"),
        Forgery("newest frame dropped", "DELETE FROM block WHERE first_position = \(lastBlock)"),
        Forgery(
            "newest frame dropped with its checkpoint",
            "DELETE FROM block WHERE first_position = \(lastBlock); DELETE FROM checkpoint WHERE size = \(newest)"),
        Forgery(
            "everything behind the newest kept checkpoint dropped",
            "DELETE FROM checkpoint WHERE kept = 0; DELETE FROM block WHERE first_position >= \(newest)"),
    ]

    private static let inserted = [
        Forgery(
            "newest frame there twice",
            """
            INSERT INTO block SELECT first_position + event_count, event_count, codec, plain_size, plain_crc32, body_crc32,
              first_time, last_time, body FROM block WHERE first_position = \(lastBlock)
            """),
        Forgery(
            "a block before the first one",
            """
            INSERT INTO block SELECT -1, event_count, codec, plain_size, plain_crc32, body_crc32, first_time, last_time, body
              FROM block WHERE first_position = 0
            """),
    ]

    private static let cut = [
        Forgery("a sealed block cut by a byte", "UPDATE block SET body = \(without(1)) WHERE first_position = 0"),
        Forgery(
            "a sealed block cut by its last 4 bytes", "UPDATE block SET body = \(without(4)) WHERE first_position = 0"),
        Forgery(
            "a sealed block cut to nothing", "UPDATE block SET body = x'', body_crc32 = 0 WHERE first_position = 0"),
        Forgery("a frame cut by a byte", "UPDATE block SET body = \(without(1)) WHERE first_position = \(lastBlock)"),
        Forgery(
            "a frame cut to nothing",
            """
            UPDATE block SET body = x'', plain_size = 0, plain_crc32 = 0, body_crc32 = 0
            WHERE first_position = \(lastBlock)
            """),
        Forgery("a block with more events than there can be", "UPDATE block SET event_count = 4294967296"),
    ]

    private static let checkpoints = [
        Forgery(
            "an old checkpoint put in the place of the newest",
            "UPDATE checkpoint SET note = (SELECT note FROM checkpoint ORDER BY size LIMIT 1) WHERE size = \(newest)"),
        Forgery("newest checkpoint dropped", "DELETE FROM checkpoint WHERE size = \(newest)"),
        Forgery("all checkpoints dropped", "DELETE FROM checkpoint"),
        Forgery(
            "a checkpoint of more events than there are",
            "INSERT INTO checkpoint SELECT size + 1, note, 1 FROM checkpoint"),
    ]

    private static let salts = [
        Forgery("salts of a whole run changed", "UPDATE salt SET seed = randomblob(32) WHERE run = 0"),
        Forgery(
            "salts of the run that grows changed",
            "UPDATE salt SET seed = randomblob(32) WHERE run = (SELECT max(run) FROM salt)"),
        Forgery(
            "salts of two runs exchanged",
            "UPDATE salt SET seed = (SELECT seed FROM salt AS other WHERE other.run = 1 - salt.run) WHERE run < 2"),
        Forgery("salts of a run dropped", "DELETE FROM salt WHERE run = 0"),
        Forgery("salts of a run to come", "INSERT INTO salt SELECT max(run) + 1, randomblob(32), NULL FROM salt"),
        Forgery("all salts of a run erased", "UPDATE salt SET seed = NULL, salts = zeroblob(4096) WHERE run = 0"),
    ]

    private static let indexes = [
        Forgery("tile dropped", "DELETE FROM tile WHERE number = 0"),
        Forgery("a tile too many", "INSERT INTO tile SELECT level, number + 1000, hash FROM tile"),
        Forgery("a tile of a level too many", "INSERT INTO tile SELECT level + 1, 0, hash FROM tile WHERE number = 0"),
        Forgery("a stream's last version changed", "UPDATE stream SET version = version + 1"),
        Forgery("a stream dropped", "DELETE FROM stream WHERE subject_hash = (SELECT min(subject_hash) FROM stream)"),
        Forgery("a stream too many", "INSERT INTO stream VALUES (randomblob(16), 1)"),
        Forgery("another program's file", "PRAGMA application_id = 1"),
        Forgery("a file of another version", "PRAGMA user_version = 2"),
        Forgery("a trigger more", "CREATE TRIGGER stranger AFTER INSERT ON tile BEGIN DELETE FROM tile; END"),
        Forgery("a column more", "ALTER TABLE block ADD COLUMN note TEXT"),
    ]

    private static let everything = [
        "event_count", "plain_size", "plain_crc32", "body_crc32", "first_time", "last_time", "body",
    ]

    private static let lastBlock = "(SELECT max(first_position) FROM block)"
    private static let newest = "(SELECT max(size) FROM checkpoint)"

    private static func without(_ bytes: Int) -> String { "substr(body, 1, length(body) - \(bytes))" }

    /// Exchanges columns of the first two blocks of a kind.
    private static func exchange(_ name: String, _ kind: String, _ columns: [String]) -> Forgery {
        Forgery(name) { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM block WHERE \(kind) ORDER BY first_position LIMIT 2")
            guard rows.count == 2 else { throw ExerciseFailure(description: "no two blocks have \(kind)") }
            let settings = columns.map { "\($0) = ?" }.joined(separator: ", ")
            for (row, other) in [(rows[0], rows[1]), (rows[1], rows[0])] {
                let values = columns.map { other[$0] as DatabaseValue } + [row["first_position"]]
                try database.execute(
                    sql: "UPDATE block SET \(settings) WHERE first_position = ?", arguments: StatementArguments(values))
            }
        }
    }
}
