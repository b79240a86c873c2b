import Foundation

/// A line that the child process appends to its report, so that the parent knows how far it came.
public enum RunnerReport: Codable, Sendable {
    /// A check has begun. This is what it comes to if the process ends in it; its misconception explains only an end
    /// with these words, if there are any.
    case began(Verdict.Check, explainedBy: String?)
    /// A check has ended.
    case ended(Verdict.Check)
    /// Everything has run. Without this line the grading is not over, however the process ended.
    case verdict(Verdict)

    /// Appends the line to an open file.
    public func append(to file: FileHandle) {
        guard var line = try? JSONEncoder().encode(self) else { return }
        line.append(UInt8(ascii: "\n"))
        file.write(line)
    }

    /// The lines of a report, as many as are whole.
    static func read(_ path: String) -> [RunnerReport] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(RunnerReport.self, from: Data($0))
        }
    }
}
