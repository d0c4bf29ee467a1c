import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Views that stand in the way", .timeLimit(.minutes(2)))
struct ViewObstacleTests {
    private func archive() async throws -> MadeArchive {
        try await MadeArchive([(1, (0..<5).map { .alarm("a\($0)", zone: "z1", began: 0) })])
    }

    /// What lies in the place of the views.
    enum Obstacle: String, CaseIterable, Sendable {
        case fifo, directory, danglingLink, foreignLink

        var words: String {
            switch self {
            case .fifo: "is a FIFO"
            case .directory: "is a directory"
            case .danglingLink, .foreignLink: "is a symbolic link"
            }
        }

        /// `elsewhere` is another program's database.
        func make(at path: String, _ elsewhere: String) throws {
            switch self {
            case .fifo: try #require(mkfifo(path, 0o600) == 0)
            case .directory: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .danglingLink: try #require(symlink(elsewhere + ".none", path) == 0)
            case .foreignLink: try #require(symlink(elsewhere, path) == 0)
            }
        }
    }

    @Test(
        "do not keep the daemon from recording: it names them and what to do, and takes them up when they are gone",
        arguments: Obstacle.allCases)
    func daemon(obstacle: Obstacle) throws {
        let scene = try Scene("--seed", "5", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let elsewhere = scene.folder.file("elsewhere.sqlite")
        let made = try run(["/usr/bin/env", "sqlite3", elsewhere, "CREATE TABLE users (name)"])
        try #require(made.status == 0)
        let foreign = try Data(contentsOf: URL(fileURLWithPath: elsewhere))
        let path = scene.archive + "/views.sqlite"
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        try obstacle.make(at: path, elsewhere)
        let size = try Self.size(scene)
        let archiver = try scene.startArchiver()
        try eventually("events beside it") { try Self.size(scene) > size }
        try eventually("a line about it") {
            archiver.errors.contains("\(path) \(obstacle.words), where the views belong: move it away")
        }
        let asked = try scene.ask("alarms", "--json")
        #expect(
            asked.errors.contains("folded from the log for this answer alone: \(path) \(obstacle.words)"),
            "\(asked.errors)")
        #expect(try document(asked)["total"]?.integer ?? 0 > 0)
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        #expect(archiver.errors.components(separatedBy: obstacle.words).count <= 3, "once, and once at the end")
        #expect(try Data(contentsOf: URL(fileURLWithPath: elsewhere)) == foreign)
        let besides = try FileManager.default.contentsOfDirectory(atPath: scene.folder.path)
        #expect(besides.filter { $0.hasPrefix("elsewhere") } == ["elsewhere.sqlite"])
        #expect(remove(path) == 0, "it is still there")
        #expect(try scene.archiveOnce().status == 0)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try scene.ask("verify").status == 0)
    }

    private static func size(_ scene: Scene) throws -> Int { try scene.events().count }

    @Test("of another program are left whole by a question, which says where they are now")
    func foreign() async throws {
        let archive = try await archive()
        let path = archive.path + "/views.sqlite"
        let made = try run([
            "/usr/bin/env", "sqlite3", path, "CREATE TABLE users (name); INSERT INTO users VALUES ('root')",
        ])
        try #require(made.status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let answer = try archive.ask("alarms", "--json")
        #expect(try document(answer)["total"]?.integer == 5)
        #expect(answer.errors.contains("it is \(path).set-aside-1 now"), "\(answer.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".set-aside-1")) == before)
        #expect(try !archive.ask("alarms").errors.contains("set-aside"))
    }

    @Test(
        "that another program has locked are read as they are, with what they lack, or left alone",
        arguments: [true, false])
    func locked(isExclusive: Bool) async throws {
        let archive = try await archive()
        #expect(try archive.ask("alarms").errors.contains("lack") == false)
        try archive.changeViews("UPDATE progress SET position = position - 2")
        let script = """
            import sqlite3, sys, time
            views = sqlite3.connect(sys.argv[1], isolation_level=None)
            if sys.argv[2] == "true": views.execute("PRAGMA locking_mode = EXCLUSIVE")
            views.execute("BEGIN IMMEDIATE"); views.execute("UPDATE progress SET made = made")
            print("locked", flush=True)
            time.sleep(600)
            """
        let holder = try RunningProgram(
            ["/usr/bin/env", "python3", "-c", script, archive.path + "/views.sqlite", "\(isExclusive)"],
            errorPath: archive.file("holder.log"))
        #expect(holder.line() == "locked")
        let answer = try archive.ask("alarms", "--json")
        #expect([0, 3].contains(answer.status), "\(answer.errors)")
        #expect(try document(answer)["total"]?.integer == 5)
        let words = isExclusive ? "folded from the log" : "the views lack the last 2 events of the log"
        #expect(
            answer.errors.contains(words) && answer.errors.contains("end the program that holds it"), "\(answer.errors)"
        )
        let lacking = try document(answer)["coverage"]?["events_not_in_views"]?.integer
        #expect(lacking == (isExclusive ? 0 : 2))
        let status = try document(archive.ask("status", "--json"))["views"]
        #expect(status?["lacking"]?.integer == lacking && status?["temporary"]?.bool == isExclusive)
        #expect(status?["obstacle"]?.string?.contains("views.sqlite") == true)
        holder.signal(SIGKILL)
        _ = holder.wait()
        #expect(try archive.ask("rebuild").status == 0)
        #expect(try !archive.ask("alarms").errors.contains("lack"))
    }

    @Test(
        "are answered from as they are where an event cannot be taken in: status says which, what is lacking, and why")
    func stuck() async throws {
        let archive = try await archive()
        _ = try archive.ask("alarms")
        try archive.changeViews("UPDATE progress SET position = position - 2")
        let answer = try archive.ask("alarms", "--json")
        #expect(try document(answer)["total"]?.integer == 5)
        #expect(answer.errors.contains("the views lack the last 2 events of the log"), "\(answer.errors)")
        let views = try document(archive.ask("status", "--json"))["views"]
        #expect(views?["lacking"]?.integer == 2 && views?["temporary"]?.bool == false)
        let obstacle = views?["obstacle"]?.string ?? "-"
        #expect(
            obstacle.contains("event 4 cannot be taken into the views") && obstacle.contains("rebuild"), "\(obstacle)")
    }

    @Test(
        "on a full disk are read as they are, or made in memory",
        .enabled(if: geteuid() == 0, "only root can mount a disk"),
        arguments: [true, false])
    func full(hasViews: Bool) async throws {
        let archive = try await archive()
        _ = try archive.ask("alarms")
        if hasViews {
            try archive.changeViews("UPDATE progress SET position = position - 2; PRAGMA wal_checkpoint(TRUNCATE)")
        } else {
            unlink(archive.path + "/views.sqlite")
        }
        let script = """
            set -e; mkdir "$0.disk"; mount -t tmpfs -o size=3M none "$0.disk"; cp -a "$0/." "$0.disk"
            dd if=/dev/zero of="$0.disk/filling" bs=4k 2>/dev/null || true
            "$1" alarms --json --archive "$0.disk" 2>"$0.errors"; "$1" status --archive "$0.disk" 2>>"$0.errors" >/dev/null
            """
        defer {
            for suffix in [".disk", ".errors"] { try? FileManager.default.removeItem(atPath: archive.path + suffix) }
        }
        let answer = try run(
            [
                "/usr/bin/env", "unshare", "-m", "bash", "-c", script.replacing("set -e; ", with: ""), archive.path,
                RunningProgram.url("alarm-history").path,
            ])
        let errors = (try? String(contentsOfFile: archive.path + ".errors", encoding: .utf8)) ?? ""
        #expect(answer.status == 0, "\(answer.errors)\(errors)")
        #expect(try document(answer)["total"]?.integer == 5, "\(errors)")
        #expect(errors.contains(hasViews ? "lack the last 2 events" : "folded from the log"), "\(errors)")
        #expect(errors.contains("make room on the disk") && !errors.contains("SQLite error"), "\(errors)")
    }

    @Test(
        "that root makes belong to the archive's owner, as all that it makes there does",
        .enabled(if: geteuid() == 0, "only root can give files away"))
    func owner() async throws {
        let archive = try await archive()
        let owned = try run(["/bin/chown", "-R", "65534:65534", archive.path])
        try #require(owned.status == 0)
        #expect(try archive.ask("alarms").status == 3)
        #expect(try archive.ask("rebuild", "--compare").status == 0)
        #expect(try archive.ask("rebuild").status == 0)
        for name in try FileManager.default.subpathsOfDirectory(atPath: archive.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: archive.path + "/" + name)
            #expect(
                attributes[.ownerAccountID] as? Int == 65534 && attributes[.groupOwnerAccountID] as? Int == 65534,
                "\(name)")
        }
        let own = try run(
            ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                + [RunningProgram.url("alarm-history").path, "rebuild", "--compare", "--archive", archive.path])
        #expect(own.status == 0 && own.errors.isEmpty, "\(own.text)\(own.errors)")
    }

    @Test(
        "that their owner may not open are moved aside, whole",
        .enabled(if: geteuid() == 0, "only root can be somebody whom a mode keeps out"))
    func modeNone() async throws {
        let archive = try await archive()
        _ = try archive.ask("alarms")
        try archive.changeViews("PRAGMA wal_checkpoint(TRUNCATE)")
        let path = archive.path + "/views.sqlite"
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try #require(try run(["/bin/chown", "-R", "65534:65534", archive.path]).status == 0)
        try #require(chmod(path, 0) == 0)
        let answer = try run(
            ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                + [RunningProgram.url("alarm-history").path, "alarms", "--json", "--archive", archive.path])
        #expect(try document(answer)["total"]?.integer == 5, "\(answer.errors)")
        #expect(
            answer.errors.contains("may not be read and written: it is \(path).set-aside-1 now"), "\(answer.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".set-aside-1")) == before)
        #expect(try archive.ask("rebuild", "--compare").status == 0)
    }

    @Test(
        "that another user made, who may not give them away, are moved aside by their owner",
        .enabled(if: geteuid() == 0, "only root can be two users"))
    func foreignOwner() async throws {
        let archive = try await archive()
        _ = try archive.ask("alarms")
        try #require(try run(["/bin/chown", "-R", "65534:65534", archive.path]).status == 0)
        try #require(try run(["/bin/chown", "0:0", archive.path + "/views.sqlite"]).status == 0)
        let answer = try run(
            ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                + [RunningProgram.url("alarm-history").path, "alarms", "--json", "--archive", archive.path])
        #expect(try document(answer)["total"]?.integer == 5, "\(answer.errors)")
        #expect(answer.errors.contains("set-aside-1 now"), "\(answer.errors)")
    }

    @Test(
        "an archive that is not there yet, and one that may not be read, are told apart",
        arguments: ["empty", "missing", "other", "folder", "log", "fifo"])
    func directories(kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("archive")
        if kind != "missing" {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        switch kind {
        case "other": try Data().write(to: URL(fileURLWithPath: path + "/letter"))
        case "folder": chmod(path, 0)
        case "log":
            try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/log.sqlite"))
            chmod(path + "/log.sqlite", 0)
            chmod(path, 0o755)
        case "fifo": mkfifo(path + "/log.sqlite", 0o644)
        default: break
        }
        chmod(folder.path, 0o755)
        let nobody = ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        for command in ["status", "verify", "alarms"] {
            let answer = try run(
                (geteuid() == 0 ? nobody : []) + [RunningProgram.url("alarm-history").path, command, "--archive", path])
            let (status, words): (Int32, String) =
                switch kind {
                case "empty": (10, "there is nothing in \(path) yet")
                case "missing": (10, "there is no archive at \(path)")
                case "folder", "log": (1, "may not be read")
                default: (10, "is no archive")
                }
            #expect(
                answer.status == status && answer.errors.contains(words),
                "\(kind) \(command): \(answer.status) \(answer.errors)")
        }
        chmod(path, 0o700)
    }
}
