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

    /// A runner that starts the built `ExerciseRunner` at `program`.
    public init(program: String, limits: Limits = Limits()) {
        self.program = program
        self.limits = limits
    }

    /// Runs the grader of the question `id` and returns its verdict, whatever the graded code does.
    ///
    /// - Parameter seed: decides the random inputs of the checks.
    /// - Throws: `FileError` when the child process cannot be started at all.
    public func grade(_ id: String, _ subject: Subject, seed: UInt64) throws -> Verdict {
        let scratch = NSTemporaryDirectory() + "workbook-\(id)-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let report = "\(scratch)/report"
        let output = "\(scratch)/output"
        for path in [report, output] { try Data().write(to: URL(fileURLWithPath: path)) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [id, subject.rawValue, "\(seed)", report]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch)
        var environment = ProcessInfo.processInfo.environment
        environment["OMP_WAIT_POLICY"] = "passive"
        environment["OMP_NUM_THREADS"] = "1"
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = environment
        let sink = FileHandle(forWritingAtPath: output)
        process.standardOutput = sink
        process.standardError = sink
        process.standardInput = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do {
            try process.run()
        } catch {
            throw FileError(program, expected: "the built grader", found: "a program that does not start: \(error)")
        }
        let isLate = ended.wait(timeout: .now() + limits.wallSeconds) == .timedOut
        // The whole group goes, so that nothing the learner started stays behind.
        kill(-process.processIdentifier, SIGKILL)
        kill(process.processIdentifier, SIGKILL)
        if isLate { ended.wait() }
        return verdict(id, process, isLate: isLate, report: RunnerReport.read(report), output: output)
    }

    private func verdict(
        _ id: String, _ process: Process, isLate: Bool, report: [RunnerReport], output: String
    ) -> Verdict {
        if case .verdict(let verdict)? = report.last, !isLate { return verdict }
        let checks = report.compactMap { line in if case .ended(let check) = line { check } else { nil } }
        let begun = report.compactMap { line in if case .began(let name) = line { name } else { nil } }
        let place = begun.last.map { "while checking that \($0)" } ?? "before the first check"
        let signal = process.terminationReason == .uncaughtSignal ? process.terminationStatus : 0
        if isLate || signal == SIGXCPU {
            let seconds = isLate ? limits.wallSeconds : Double(limits.cpuSeconds)
            return Verdict(
                id: id, state: .timedOut, message: "still running after \(Int(seconds)) s, \(place)", checks: checks)
        }
        let cause =
            switch signal {
            case 0: "the program ended itself (exit code \(process.terminationStatus)) before the grading was over"
            case SIGXFSZ: "it wrote more than \(limits.fileBytes >> 20) MB"
            default:
                lastError(in: output)
                    ?? "signal \(signal); perhaps it asked for more than \(limits.memoryBytes >> 30) GB"
            }
        return Verdict(id: id, state: .crashed, message: "\(cause), \(place)", checks: checks)
    }

    /// Swift's own words for the trap, from the last lines the process printed.
    private func lastError(in path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path), let size = try? file.seekToEnd() else { return nil }
        try? file.seek(toOffset: size > 4096 ? size - 4096 : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").last { $0.contains("Fatal error") }.map(String.init)
    }
}
