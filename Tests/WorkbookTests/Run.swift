import Foundation

/// What a run of the built command line printed and how it ended.
struct Run {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `workbook` with the given arguments in `folder`, and with `environment` on top of this process's own.
    ///
    /// - Parameter delay: seconds after which it is killed, if it has not ended by then; its status is then 9.
    init(
        _ arguments: [String], in folder: String, environment: [String: String] = [:], killedAfter delay: Double? = nil
    ) throws {
        let process = Process()
        // The program lies beside the bundle with this test's files.
        process.executableURL = Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("workbook")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // Files, not pipes: a pipe that nobody empties would stop the program.
        let (out, err) = ("\(folder)/.stdout", "\(folder)/.stderr")
        for path in [out, err] { try Data().write(to: URL(fileURLWithPath: path)) }
        process.standardOutput = FileHandle(forWritingAtPath: out)
        process.standardError = FileHandle(forWritingAtPath: err)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        if let delay {
            let identifier = process.processIdentifier
            let killing = DispatchWorkItem { kill(identifier, SIGKILL) }
            DispatchQueue.global().asyncAfter(deadline: .now() + delay, execute: killing)
            process.waitUntilExit()
            killing.cancel()
        }
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(contentsOfFile: out, encoding: .utf8)
        errors = try String(contentsOfFile: err, encoding: .utf8)
        for path in [out, err] { try FileManager.default.removeItem(atPath: path) }
    }
}

/// A folder of its own for a test, gone when the test is.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "workbook-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Everything below the folder, by path.
    var contents: [String] { (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted() }
}
