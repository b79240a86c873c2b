import Foundation
import Images
import Testing

@testable import Grading

/// The hostile answers, built beside this test's program.
private func grade(
    _ id: String, seconds: Double = 15, environment: [String: String] = ProcessInfo.processInfo.environment,
    pictures: String? = nil
) throws -> Verdict {
    var limits = Limits()
    limits.wallSeconds = seconds
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("HostileAnswers").path
    let runner = Runner(program: program, limits: limits, environment: environment, pictures: pictures)
    return try runner.grade(id, .exercise, seed: 1)
}

@Suite("Hostile answers cost their own verdict only")
struct RunnerTests {
    @Test func aPeacefulAnswerPasses() throws {
        let verdict = try grade("peaceful")
        #expect(verdict.state == .passed && verdict.points == 3 && verdict.maxPoints == 3)
    }

    @Test(arguments: [
        ("trap", "I meant to do that"), ("index", "Index out of range"), ("output", "16 MB"), ("exit", "ended itself"),
        ("memory", "allocate"),
    ])
    func crashes(_ id: String, _ words: String) throws {
        let verdict = try grade(id)
        #expect(verdict.state == .crashed, "\(verdict)")
        #expect(verdict.points == 1, "the check before it counts")
        #expect(verdict.message?.contains(words) == true, "\(verdict)")
        #expect(
            verdict.message?.contains("the second thing holds") == true, "the check it reached is named: \(verdict)")
        #expect(verdict.checks.map(\.name) == ["the first thing holds", "the second thing holds"])
        #expect(verdict.checks.map(\.passed) == [true, false])
    }

    @Test func aCheckSaysWhatExplainsACrashInIt() throws {
        let verdict = try grade("explained")
        #expect(verdict.state == .crashed && verdict.misconceptions.map(\.name) == ["trust"], "\(verdict)")
        #expect(try grade("worded").misconceptions.map(\.name) == ["trust"])
        let otherwise = try grade("otherwise")
        #expect(otherwise.state == .crashed && otherwise.misconceptions.isEmpty, "\(otherwise)")
        let late = try grade("late", seconds: 1)
        #expect(late.state == .timedOut && late.checks.count == 1 && late.misconceptions.isEmpty, "\(late)")
    }

    @Test func aCrashBetweenChecksBelongsToNone() throws {
        let verdict = try grade("between")
        #expect(verdict.state == .crashed && verdict.checks.map(\.passed) == [true], "\(verdict)")
        #expect(verdict.message?.contains("between two checks") == true, "\(verdict)")
    }

    @Test func anEndlessLoopTimesOut() throws {
        #expect(try grade("loop").state == .timedOut)
    }

    @Test func sleepingTimesOutToo() throws {
        let verdict = try grade("sleep", seconds: 1)
        #expect(verdict.state == .timedOut)
        #expect(verdict.message?.contains("the second thing holds") == true)
    }

    @Test func deletingEverythingAroundItCostsNothing() throws {
        let verdict = try grade("tidy")
        #expect(verdict.state == .passed && verdict.points == 3, "\(verdict)")
    }

    @Test(.enabled(if: Confinement.isAvailable, "This kernel has no Landlock."))
    func filesElsewhereAreOutOfReach() throws {
        let target = NSTemporaryDirectory() + "workbook-target-\(UUID().uuidString)"
        try Data("the teacher's".utf8).write(to: URL(fileURLWithPath: target))
        defer { try? FileManager.default.removeItem(atPath: target) }
        var environment = ProcessInfo.processInfo.environment
        environment["HOSTILE_TARGET"] = target
        environment["HOSTILE_VICTIM"] = Confinement.coversSignals ? "\(getpid())" : nil
        let verdict = try grade("vandal", environment: environment)
        #expect(verdict.state == .passed, "\(verdict)")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "the teacher's")
        #expect(!FileManager.default.fileExists(atPath: target + ".new"))
    }

    @Test(arguments: [("children", "sleep 1234567"), ("daemon", "sleep 7654321")])
    func noProcessIsLeftBehind(_ id: String, _ command: String) throws {
        _ = try grade(id, seconds: 1)
        let search = Process()
        search.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        search.arguments = ["pgrep", "-f", command]
        search.standardOutput = FileHandle.nullDevice
        try search.run()
        search.waitUntilExit()
        #expect(search.terminationStatus == 1, "pgrep must find nothing")
    }

    @Test func picturesOfWhatIsWrongAreKeptUntilTheNextGrading() throws {
        let pictures = NSTemporaryDirectory() + "pictures-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: pictures) }
        let stale = "\(pictures)/picture/9"
        try FileManager.default.createDirectory(atPath: stale, withIntermediateDirectories: true)

        let check = try #require(try grade("picture", pictures: pictures).checks.last)
        #expect(check.pictures == "\(pictures)/picture/2")
        #expect(try Image(contentsOfFile: "\(pictures)/picture/2/expected.png").pixels.allSatisfy { $0 == 255 })
        #expect(try Image(contentsOfFile: "\(pictures)/picture/2/yours.png").pixels.allSatisfy { $0 == 0 })
        #expect(try Image(contentsOfFile: "\(pictures)/picture/2/difference.png").pixels.prefix(3) == [176, 0, 32])
        #expect(!FileManager.default.fileExists(atPath: stale))
    }

    @Test func linksInThePlaceOfPicturesAreNotFollowed() throws {
        let pictures = NSTemporaryDirectory() + "pictures-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: pictures) }
        let check = try #require(try grade("links", pictures: pictures).checks.last)
        #expect(check.found == "black" && check.pictures == nil)
        #expect(!FileManager.default.fileExists(atPath: "\(pictures)/links/2"))
    }

    @Test func picturesAreNotKeptUnlessSomebodyAsks() throws {
        let check = try #require(try grade("picture").checks.last)
        #expect(check.found == "black" && check.pictures == nil)
    }

    @Test func aProgramThatIsNotThereIsAnError() {
        #expect(throws: (any Error).self) { try Runner(program: "/no/such/grader").grade("Q13", .exercise, seed: 1) }
    }
}
