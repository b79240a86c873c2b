import Foundation
import Grading
import TrainingCore

/// What somebody handed in: a folder `Exercises`, or a clone of the workbook with that folder in it.
struct Submission {
    /// What a submission has for one question.
    enum Answer {
        case missing(reason: String)
        case refused(reason: String)
        case text(Data)
    }

    /// The folder's name; the path as given where two folders have the same name.
    let name: String
    /// The folder with the exercises' folders in it; `nil` where there is none.
    private let exercises: String?

    /// Whether there is anything to grade in it.
    var hasExercises: Bool { exercises != nil }

    init(_ path: String, name: String) {
        self.name = name
        exercises = ["\(path)/Exercises", path].first { folder in
            Question.all.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0.folder)") }
        }
    }

    /// Submissions from paths, under names that tell them apart.
    static func all(at paths: [String]) -> [Submission] {
        let names = paths.map { URL(fileURLWithPath: $0).standardizedFileURL.lastPathComponent }
        return zip(paths, names).map { path, name in
            Submission(path, name: names.filter { $0 == name }.count == 1 ? name : path)
        }
    }

    /// The file that answers a question. Nothing else of a submission is ever read.
    ///
    /// Links are not followed: they could lead to somebody else's answer.
    func answer(_ question: Question) -> Answer {
        guard let exercises else { return .missing(reason: "the submission has no folder of exercises") }
        let file = "\(question.folder)/\(question.file)"
        let path = "\(exercises)/\(file)"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            return .missing(reason: "\(file) is missing")
        }
        let type = attributes[.type] as? FileAttributeType
        guard type == .typeRegular else { return .refused(reason: "\(file) is not a plain file") }
        let most = 1 << 20
        guard let size = attributes[.size] as? Int, size <= most else {
            return .refused(reason: "\(file) is larger than \(most >> 20) MB")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return .refused(reason: "\(file) cannot be read")
        }
        return .text(data)
    }
}
