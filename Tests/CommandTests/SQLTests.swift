import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Asking the views in SQL")
struct SQLTests {
    private static func archive() async throws -> MadeArchive {
        let zone = NewEvent.made(.recordSeen, "hq/zones/z1", endpoint: "zones", #"{"id":"z1","name":"Dock"}"#)
        return try await MadeArchive([
            (1, [.alarm("a", zone: "z1", began: 0), .alarm("b", zone: "z1", began: 1), zone]),
            (2, [.alarm("c", zone: "z2", began: 2)]),
        ])
    }

    @Test("numbers are numbers, text is text, bytes are base64, nothing is null")
    func types() async throws {
        let archive = try await Self.archive()
        let sql =
            "SELECT 1 AS i, 9223372036854775807 AS most, 0.1 AS r, 1e300 * 1e300 AS big, 'x\"y' AS t, NULL AS n, "
            + "x'00ff' AS b"
        let answer = try archive.ask("sql", sql, "--json")
        #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
        let row =
            #"{"i":1,"most":9223372036854775807,"r":0.1,"big":9e999,"t":"x\"y","n":null,"b":"AP8="}"#
        #expect(
            answer.text
                == #"{"schema_version":1,"columns":["i","most","r","big","t","n","b"],"rows":["# + row + "]}\n")
        #expect(try archive.ask("sql", sql, "--jsonl").text == row + "\n")
        let csv = try archive.ask("sql", sql, "--csv").text
        #expect(csv == "i,most,r,big,t,n,b\r\n1,9223372036854775807,0.1,9e999,\"x\"\"y\",,AP8=\r\n")
        let table = try archive.ask("sql", "SELECT 'a\nb' AS t, NULL AS n").text
        #expect(table == "t    n\na·b  -\n")
    }

    @Test("the views are brought up to the log first, and every row is given")
    func rows() async throws {
        let archive = try await Self.archive()
        let alarms = "SELECT guid, zone_name, state, began_at FROM v1_alarms ORDER BY began_at_ms"
        let rows = try document(archive.ask("sql", alarms, "--json")).list("rows")
        #expect(rows.map { $0["guid"]?.string } == ["a", "b", "c"])
        #expect(rows.map { $0["zone_name"]?.string } == ["Dock", "Dock", nil])
        #expect(rows.map { $0["began_at"]?.string } == (0...2).map { MadeArchive.minute($0).description })
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n"
        for format in [["--jsonl"], ["--csv"], []] {
            let count = try archive.ask("sql", [numbers] + format).text.split(whereSeparator: \.isNewline).count
            #expect(count == 5000 + (format == ["--jsonl"] ? 0 : 1), "\(format)")
        }
        #expect(
            try archive.ask("sql", "SELECT * FROM v1_alarms WHERE 0", "--json").text.hasSuffix(#""rows":[]}"# + "\n"))
    }

    @Test("columns of the same name are kept apart")
    func columns() async throws {
        let archive = try await Self.archive()
        let answer = try document(archive.ask("sql", "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a", "--json"))
        #expect(answer.list("columns").map(\.string) == ["a", "a_3", "a_2", "a_4"])
        let row = try #require(answer.list("rows").first)
        #expect(["a", "a_3", "a_2", "a_4"].map { row[$0]?.integer } == [1, 2, 3, 4])
    }

    @Test("a question comes from standard input, with comments around it")
    func standardInput() async throws {
        let archive = try await Self.archive()
        let command = ["alarm-history", "sql", "-", "--csv", "--archive", archive.path]
        let answer = try run(command, input: "-- how many?\n;SELECT count(*) AS n FROM v1_alarms; -- that many\n")
        #expect(answer.text == "n\r\n3\r\n", "\(answer.errors)")
        let nothing = try run(command, input: " -- nothing\n")
        #expect(nothing.status == 64 && nothing.errors.contains("no statement"))
    }

    @Test("what one value may take is bounded, and a table shows the beginning of a long one")
    func bounds() async throws {
        let archive = try await Self.archive()
        let large = try archive.ask("sql", "SELECT length(zeroblob(16777217))")
        #expect(large.status == 1 && large.errors.contains("too big"), "\(large.errors)")
        let long = "SELECT replace(hex(zeroblob(1000)), '0', 'x') AS text"
        #expect(try archive.ask("sql", long).text.hasSuffix("\n" + String(repeating: "x", count: 1000) + "…\n"))
        #expect(try archive.ask("sql", long, "--csv").text.contains(String(repeating: "x", count: 2000)))
    }

    @Test(
        "what is not reading is refused, by name, and changes nothing",
        arguments: [
            ("DELETE FROM alarm", "changing rows"), ("UPDATE progress SET position = 0", "changing rows"),
            ("INSERT INTO progress SELECT * FROM progress", "changing rows"),
            ("WITH x AS (SELECT 1) DELETE FROM alarm", "changing rows"),
            ("DROP TABLE alarm", "dropping tables"), ("CREATE TEMP TABLE t (x)", "making"),
            ("CREATE VIEW v AS SELECT 1", "making"), ("ALTER TABLE alarm ADD x", "changing"),
            ("ATTACH 'other.sqlite' AS o", "ATTACH"), ("VACUUM INTO 'copy.sqlite'", "this statement"),
            ("VACUUM", "this statement"),
            ("BEGIN", "transaction"), ("SAVEPOINT s", "transaction"), ("REINDEX", "indexes"), ("ANALYZE", "making"),
            ("PRAGMA user_version = 7", "PRAGMA user_version"), ("PRAGMA query_only = 0", "PRAGMA query_only"),
            ("PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA wal_checkpoint"), ("PRAGMA optimize", "PRAGMA optimize"),
            ("PRAGMA journal_mode(DELETE)", "PRAGMA journal_mode"),
            ("PRAGMA writable_schema = 1", "PRAGMA writable_schema"),
            ("SELECT load_extension('x')", "load_extension"), ("EXPLAIN DELETE FROM alarm", "changing rows"),
            ("SELECT fts3_tokenizer('simple')", "fts3_tokenizer"),
            ("SELECT 1; SELECT 2", "more than one"), ("SELECT 1; DROP TABLE alarm", "dropping tables"),
        ])
    func refused(sql: String, words: String) async throws {
        let archive = try await Self.archive()
        _ = try archive.ask("alarms")
        let before = try archive.ask("sql", "SELECT * FROM v1_alarms", "--json").output
        let answer = try run(["alarm-history", "sql", sql, "--archive", archive.path])
        #expect(answer.status == 64, "\(answer.errors)")
        #expect(answer.errors.contains(words) && answer.output.isEmpty, "\(answer.errors)")
        #expect(try archive.ask("sql", "SELECT * FROM v1_alarms", "--json").output == before)
    }

    @Test(
        "what only tells is allowed",
        arguments: [
            "PRAGMA table_info(alarm)", "PRAGMA user_version", "SELECT name FROM pragma_table_info('alarm')",
            "EXPLAIN QUERY PLAN SELECT * FROM v1_alarms", "VALUES (1)", "PRAGMA quick_check",
            "SELECT value FROM json_each('[1]')", "SELECT count(*) FROM v1_hourly",
        ])
    func allowed(sql: String) async throws {
        let answer = try await Self.archive().ask("sql", sql, "--jsonl")
        #expect(answer.status == 0 && !answer.output.isEmpty, "\(answer.errors)")
    }

    @Test("SQLite's own words tell what is wrong, and an unknown table what there is instead")
    func wrong() async throws {
        let archive = try await Self.archive()
        let typed = try archive.ask("sql", "SELEC 1")
        #expect(typed.status == 1 && typed.errors.contains(#"near "SELEC": syntax error"#), "\(typed.errors)")
        let unknown = try archive.ask("sql", "SELECT * FROM alarms")
        #expect(unknown.status == 1 && unknown.errors.contains("no such table: alarms"), "\(unknown.errors)")
        #expect(unknown.errors.contains("v1_alarms, v1_arming, v1_coverage, v1_daily"), "\(unknown.errors)")
        let schema = try archive.ask("sql", "UPDATE sqlite_master SET sql = ''")
        #expect(schema.status == 1 && schema.errors.contains("may not be modified"), "\(schema.errors)")
        let late = try archive.ask(
            "sql", "SELECT abs(-9223372036854775807 - i) FROM (SELECT 0 AS i UNION ALL SELECT 1)")
        #expect(late.status == 1 && late.errors.contains("integer overflow"), "\(late.errors)")
    }

    @Test("an empty archive has no rows; where there is no archive, that is told")
    func empty() async throws {
        let none = try await MadeArchive().ask("sql", "SELECT * FROM v1_alarms")
        #expect(none.status == 0 && none.text.hasPrefix("deployment"))
        let folder = try TemporaryFolder()
        #expect(try run(["alarm-history", "sql", "SELECT 1", "--archive", folder.file("x")]).status == 10)
    }

    @Test("Ctrl-C stops a question that would never end")
    func interrupt() async throws {
        let archive = try await Self.archive()
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        let asking = try RunningProgram(
            ["alarm-history", "sql", endless, "--archive", archive.path], errorPath: archive.file("errors"))
        try eventually("the question is asked") { try Self.catchesInterrupt(asking.statusPath) }
        asking.signal(SIGINT)
        #expect(asking.wait() == 130)
        #expect(asking.errors.contains("interrupted"), "\(asking.errors)")
    }

    /// Whether a program handles SIGINT itself, as the system shows its signals.
    private static func catchesInterrupt(_ path: String) throws -> Bool {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let caught = lines.first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
        return caught.flatMap { UInt64($0, radix: 16) }.map { $0 & 1 << (UInt64(SIGINT) - 1) != 0 } ?? false
    }
}
