import Foundation
import Grading

// Grades one answer in this process: ExerciseRunner Q13 exercise|solution SEED REPORT
//
// What it finds goes into the file REPORT line by line; whatever the learner prints goes to standard output. The
// parent reads the report even if this process does not live to finish it.

let arguments = CommandLine.arguments
guard arguments.count == 5, let seed = UInt64(arguments[3]), let report = FileHandle(forWritingAtPath: arguments[4]),
    let grader = (arguments[2] == "solution" ? solutions : exercises)[arguments[1]]
else {
    FileHandle.standardError.write(Data("usage: ExerciseRunner ID exercise|solution SEED REPORT\n".utf8))
    exit(64)
}

Limits().applyToThisProcess()
let grading = Grading(seed: seed)
grading.onCheck = { name, result in
    (result.map(RunnerReport.ended) ?? .began(name)).append(to: report)
}
grader(grading)
RunnerReport.verdict(grading.verdict(arguments[1])).append(to: report)
