import Foundation

/// A grader with somebody's functions already in it.
public typealias BoundGrader = @Sendable (Grading) -> Void

/// The child's side of ``Runner``: grades one answer in this process, under the limits, and ends it.
///
/// It is called with `ID exercise|solution SEED REPORT FOLDER`. What it finds goes into the file REPORT line by line;
/// whatever the graded code prints goes to standard output. FOLDER becomes the working folder, and the only one in which
/// files may be changed; pictures of what was wrong go there. The parent reads the report even if this process does not
/// live to finish it.
public func gradeInThisProcess(
    arguments: [String], limits: Limits = Limits(), exercises: [String: BoundGrader], solutions: [String: BoundGrader]
) -> Never {
    guard arguments.count == 6, let subject = Runner.Subject(rawValue: arguments[2]), let seed = UInt64(arguments[3]),
        let report = FileHandle(forWritingAtPath: arguments[4]),
        let grader = (subject == .solution ? solutions : exercises)[arguments[1]]
    else {
        FileHandle.standardError.write(
            Data("usage: \(arguments.first ?? "") ID exercise|solution SEED REPORT FOLDER\n".utf8))
        exit(64)
    }
    let folder = arguments[5]
    chdir(folder)
    Confinement.allowChanges(in: folder)
    limits.applyToThisProcess()
    let grading = Grading(seed: seed)
    grading.pictures = PictureFolder(path: "\(folder)/pictures")
    grading.onCheck = { $0.append(to: report) }
    grader(grading)
    RunnerReport.verdict(grading.verdict(arguments[1])).append(to: report)
    exit(0)
}
