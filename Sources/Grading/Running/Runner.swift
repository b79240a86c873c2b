import Files
import Foundation

/// Grades one exercise or solution in a process of its own, so that an endless loop, a trap or a memory blow-up in it
/// costs that exercise alone.
public struct Runner: Sendable {
    /// Whose functions are graded.
    public enum Subject: String, Sendable {
        /// The learner's, under `Exercises`.
        case exercise
        /// The reference, under `Solutions`.
        case solution
    }

    private let program: String
    private let limits: Limits
    private let environment: [String: String]
    private let pictures: String?

    /// A runner that starts the built `ExerciseRunner` at `program`.
    ///
    /// - Parameter pictures: the folder in which pictures that show what was wrong are kept, `Q23/2/difference.png`,
    ///   until the question is graded again; `nil` keeps none.
    public init(
        program: String, limits: Limits = Limits(),
        environment: [String: String] = ProcessInfo.processInfo.environment, pictures: String? = nil
    ) {
        self.program = program
        self.limits = limits
        self.environment = environment
        self.pictures = pictures
    }

    /// Runs the grader of the question `id` and returns its verdict, whatever the graded code does.
    ///
    /// - Parameter seed: decides the random inputs of the checks.
    /// - Throws: `FileError` when the child process cannot be started at all.
    public func grade(_ id: String, _ subject: Subject, seed: UInt64) throws -> Verdict {
        try withScratchFolder { try grade(id, subject, seed: seed, in: $0) }
    }

    private func grade(_ id: String, _ subject: Subject, seed: UInt64, in scratch: String) throws -> Verdict {
        let folder = "\(scratch)/work"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let report = "\(scratch)/report"
        let output = "\(scratch)/output"
        try Data().write(to: URL(fileURLWithPath: report))

        var environment = environment
        environment["TMPDIR"] = folder
        environment["OMP_WAIT_POLICY"] = "passive"
        environment["OMP_NUM_THREADS"] = "1"
        environment["SWIFT_BACKTRACE"] = "enable=no"
        let child = try ChildProcess(
            program, [id, subject.rawValue, "\(seed)", report, folder], environment: environment, output: output)
        let end = child.wait(seconds: limits.wallSeconds)
        var verdict = verdict(id, end, report: RunnerReport.read(report), output: output)
        if let question = Question.named(id) { verdict.maxPoints = question.points }
        if let pictures { PictureFolder(path: "\(folder)/pictures").copy(to: "\(pictures)/\(id)", &verdict) }
        return verdict
    }

    private func verdict(_ id: String, _ end: ChildProcess.End, report: [RunnerReport], output: String) -> Verdict {
        if case .verdict(let verdict)? = report.last { return verdict }
        var checks = report.compactMap { line in if case .ended(let check) = line { check } else { nil } }
        var last: Verdict.Check?
        var words: String?
        if case .began(let check, let explanation)? = report.last { (last, words) = (check, explanation) }
        let place =
            last.map { "while checking that \($0.name)" }
            ?? (report.isEmpty ? "before the first check" : "between two checks")
        let (state, cause): (Verdict.State, String) =
            switch end {
            case .ranOutOfTime: (.timedOut, "still running after \(Int(limits.wallSeconds)) s")
            case .signalled(SIGXCPU): (.timedOut, "still computing after \(limits.cpuSeconds) s")
            case .signalled(SIGXFSZ): (.crashed, "it wrote more than \(limits.fileBytes >> 20) MB")
            case .exited(let code):
                (.crashed, "the program ended itself (exit code \(code)) before the grading was over")
            case .signalled(let signal):
                (
                    .crashed,
                    lastError(in: output)
                        ?? "signal \(signal); did it ask for more than \(limits.memoryBytes >> 30) GB?"
                )
            }
        if state != .crashed || words.map(cause.contains) == false { last?.misconception = nil }
        if let last { checks.append(last) }
        return Verdict(id: id, state: state, message: "\(cause), \(place)", checks: checks)
    }

    /// Swift's own words for the trap, from the last lines the process printed.
    private func lastError(in path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path), let size = try? file.seekToEnd() else { return nil }
        try? file.seek(toOffset: size > 4096 ? size - 4096 : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").last { $0.contains("Fatal error") }.map(String.init)
    }
}
