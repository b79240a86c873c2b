import Foundation
import Testing

/// A published workbook of one exercise and a learner's clone of it.
private struct Clones {
    static let file = "Q13FreezeAllLayers/FreezeAllLayers.swift"
    static let stub = "// The question.\n\n\nfunc freeze() {\n    unfinished()\n}\n\n\n// The end.\n"
    static let answer = stub.replacingOccurrences(of: "unfinished()", with: "freeze everything")

    let scratch: Scratch
    var published: String { "\(scratch.path)/published" }
    var clone: String { "\(scratch.path)/clone" }
    var exercise: String { "\(clone)/Exercises/\(Self.file)" }

    init() throws {
        scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: published, withIntermediateDirectories: true)
        try git(published, "init", "--quiet", "--initial-branch=main")
        try publish(Self.stub)
        try git(scratch.path, "clone", "--quiet", published, clone)
    }

    /// Publishes a version of the exercise.
    func publish(_ stub: String) throws {
        for folder in ["Exercises", "Sources/Grading/Stubs"] {
            try write(stub, to: "\(published)/\(folder)/\(Self.file)")
        }
        try commit(published)
    }

    func commit(_ folder: String) throws {
        try git(folder, "add", "--all")
        try git(folder, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "A version")
    }

    func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// The learner's answers that `update` has put aside.
    func backups() throws -> [String] {
        let folder = "\(clone)/.workbook-backups"
        let files = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return try files.filter { $0.hasSuffix(".swift") }.map { try read("\(folder)/\($0)") }
    }

    private func git(_ folder: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "git \(arguments)")
    }
}

@Suite("Updating the workbook")
struct UpdateTests {
    @Test func nothingNew() throws {
        let clones = try Clones()
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status == 0 && run.output.contains("newest workbook already"), "\(run.errors)")
    }

    @Test func anAnswerIsMergedIntoTheNewerExercise() throws {
        let clones = try Clones()
        try clones.write(Clones.answer, to: clones.exercise)
        try clones.publish(Clones.stub.replacingOccurrences(of: "The question", with: "The question, better put"))
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("merged"))
        #expect(
            try clones.read(clones.exercise)
                == Clones.answer.replacingOccurrences(of: "The question", with: "The question, better put"))
        #expect(try clones.backups() == [Clones.answer])
    }

    @Test func anAnswerStaysWhereTheExerciseDid() throws {
        let clones = try Clones()
        try clones.write(Clones.answer, to: clones.exercise)
        try clones.write("New.", to: "\(clones.published)/README.md")
        try clones.commit(clones.published)
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status == 0 && run.output.contains("1 answer is as before"), "\(run.errors)")
        #expect(try clones.read(clones.exercise) == Clones.answer)
        #expect(try clones.read("\(clones.clone)/README.md") == "New.")
    }

    @Test func aConflictShowsBothSides() throws {
        let clones = try Clones()
        try clones.write(Clones.answer, to: clones.exercise)
        try clones.publish(Clones.stub.replacingOccurrences(of: "unfinished()", with: "throw Unfinished()"))
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status == 0 && run.output.contains("Look for <<<<<<<"), "\(run.errors)")
        let text = try clones.read(clones.exercise)
        #expect(text.contains("freeze everything") && text.contains("throw Unfinished()"))
        #expect(text.contains("<<<<<<< your answer"))
        #expect(try clones.backups() == [Clones.answer])
    }

    @Test func aCommittedAnswerIsMergedToo() throws {
        let clones = try Clones()
        try clones.write(Clones.answer, to: clones.exercise)
        try clones.commit(clones.clone)
        try clones.publish(Clones.stub.replacingOccurrences(of: "The end", with: "The very end"))
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try clones.read(clones.exercise) == Clones.answer.replacingOccurrences(of: "The end", with: "The very end"))
    }

    @Test func anExerciseThatIsGoneLeavesItsBackup() throws {
        let clones = try Clones()
        try clones.write(Clones.answer, to: clones.exercise)
        for folder in ["Exercises", "Sources/Grading/Stubs"] {
            try FileManager.default.removeItem(atPath: "\(clones.published)/\(folder)/Q13FreezeAllLayers")
        }
        try clones.write("", to: "\(clones.published)/Exercises/README.md")
        try clones.commit(clones.published)
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status == 0 && run.output.contains("in the backup"), "\(run.errors)")
        #expect(try clones.backups() == [Clones.answer])
    }

    @Test func changesElsewhereStopItBeforeAnythingMoves() throws {
        let clones = try Clones()
        try clones.write(Clones.answer, to: clones.exercise)
        try clones.write("mine", to: "\(clones.clone)/Sources/Grading/Stubs/\(Clones.file)")
        try clones.publish(Clones.stub + "// More.\n")
        let run = try Run(["update"], in: clones.clone)
        #expect(run.status != 0 && run.errors.contains("changes of your own"), "\(run.errors)")
        #expect(try clones.read(clones.exercise) == Clones.answer)
    }

    @Test func aCopyThatIsNoCloneIsExplained() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: "\(scratch.path)/Exercises", withIntermediateDirectories: true)
        let run = try Run(["update"], in: scratch.path)
        #expect(run.status != 0 && run.errors.contains("a git clone"), "\(run.errors)")
    }
}
