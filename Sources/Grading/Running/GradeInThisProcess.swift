import Foundation

/// A grader with somebody's functions already in it.
public typealias BoundGrader = @Sendable (Grading) -> Void

/// The child's side of ``Runner``: grades one answer in this process, under the limits, and ends it.
///
/// It is called with `ID exercise|solution SEED REPORT`. What it finds goes into the file REPORT line by line; whatever
/// the graded code prints goes to standard output. The folder of REPORT becomes the working folder, and pictures of what
/// was wrong go there. The parent reads the report even if this process does not live to finish it.
public func gradeInThisProcess(
    arguments: [String], limits: Limits = Limits(), exercises: [String: BoundGrader], solutions: [String: BoundGrader]
) -> Never {
    guard arguments.count == 5, let subject = Runner.Subject(rawValue: arguments[2]), let seed = UInt64(arguments[3]),
        let report = FileHandle(forWritingAtPath: arguments[4]),
        let grader = (subject == .solution ? solutions : exercises)[arguments[1]]
    else {
        FileHandle.standardError.write(Data("usage: \(arguments.first ?? "") ID exercise|solution SEED REPORT\n".utf8))
        exit(64)
    }
    let scratch = URL(fileURLWithPath: arguments[4]).deletingLastPathComponent().path
    chdir(scratch)
    limits.applyToThisProcess()
    let grading = Grading(seed: seed)
    grading.pictures = PictureFolder(path: "\(scratch)/pictures")
    grading.onCheck = { name, result in (result.map(RunnerReport.ended) ?? .began(name)).append(to: report) }
    grader(grading)
    RunnerReport.verdict(grading.verdict(arguments[1])).append(to: report)
    exit(0)
}
