import Foundation
import Grading
import TrainingCore

/// The clone of the workbook that the learner works in.
struct Workspace {
    /// Its folder, with Package.swift, Exercises and Solutions in it.
    let root: String

    /// The clone in the folder `root`.
    init(root: String) { self.root = URL(fileURLWithPath: root).resolvingSymlinksInPath().path }

    /// The clone that `./workbook` was started from, or else the one around the current folder.
    ///
    /// - Throws: `FileError` when there is none.
    init() throws {
        if let root = ProcessInfo.processInfo.environment["WORKBOOK_ROOT"] {
            self.init(root: root)
            return
        }
        var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Exercises").path) {
            guard folder.path != "/" else {
                throw FileError(
                    FileManager.default.currentDirectoryPath, expected: "a folder inside the workbook's clone",
                    found: "no Exercises folder here or above")
            }
            folder.deleteLastPathComponent()
        }
        self.init(root: folder.path)
    }

    /// The file that the learner edits.
    func exercise(_ question: Question) -> String { "\(root)/Exercises/\(question.folder)/\(question.file)" }
    /// The reference.
    func solution(_ question: Question) -> String { "\(root)/Solutions/\(question.folder)/\(question.file)" }
    /// The exercises as they were shipped.
    var stubs: String { "\(root)/Sources/Grading/Stubs" }
    /// The exercise as it was shipped.
    func stub(_ question: Question) -> String { "\(stubs)/\(question.folder)/\(question.file)" }
    /// What has been passed and which hints have been read.
    var progressFile: String { "\(root)/.workbook-progress" }
    /// Where a verdict's pictures go.
    var picturesFolder: String { "\(root)/.workbook-pictures" }
    /// Where replaced answers go.
    var backups: String { "\(root)/.workbook-backups" }
}

/// The question a learner names by number or id.
///
/// - Throws: an explanation that lists what there is.
func question(_ text: String) throws -> Question {
    if let question = Question.named(text) { return question }
    let ids = Question.all.map(\.id).joined(separator: ", ")
    throw FileError("\(text)", expected: "a question: \(ids)", found: "no such number")
}
