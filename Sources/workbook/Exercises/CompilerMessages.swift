import Foundation

/// The errors or the warnings of a build, sorted by the question whose answer they are in.
struct CompilerMessages {
    enum Severity: String {
        case error, warning
    }

    /// For each question, its messages, one a line.
    let byQuestion: [String: String]

    /// Reads the output of a build. An error in the grader's own lists of answers means that a function's name or type
    /// has changed.
    init(_ severity: Severity, in output: String, _ package: GraderPackage) {
        let mark = ": \(severity): "
        let root = package.workspace.root + "/"
        let answers = "\(root)\(package.answers)/"
        let lists = "\(root)Sources/ExerciseRunner/Answers/"
        var messages: [String: [String]] = [:]
        for line in output.split(separator: "\n").map(String.init) where line.contains(mark) {
            let (id, text): (String?, String) =
                if line.hasPrefix(answers) {
                    (Self.questionID(in: line.dropFirst(answers.count)), "Exercises/" + line.dropFirst(answers.count))
                } else if line.hasPrefix(lists) {
                    (
                        Self.questionID(atPlace: line),
                        "A function's name, arguments or result are not those of the exercise, or it is not public: "
                            + (line.components(separatedBy: mark).last ?? "")
                    )
                } else {
                    (nil, "")
                }
            if let id, messages[id]?.contains(text) != true { messages[id, default: []].append(text) }
        }
        byQuestion = messages.mapValues { lines in
            let more = lines.count > 8 ? ["and \(lines.count - 8) more"] : []
            return (lines.prefix(8) + more).joined(separator: "\n  ")
        }
    }

    /// What a build said in the end, where its errors name no place in an answer.
    static func summary(of output: String) -> String {
        let lines = output.split(separator: "\n")
        let errors = lines.filter { $0.contains("error: ") && !$0.hasSuffix("error: fatalError") }
        let words = (errors.isEmpty ? lines.suffix(3) : errors.prefix(3)).joined(separator: "\n  ")
        return "The compiler refuses it or does not come to an end: \(words)"
    }

    /// The question that the line `FILE:LINE:…` of a list of answers is about.
    private static func questionID(atPlace message: String) -> String? {
        let place = message.split(separator: ":", maxSplits: 2)
        guard place.count == 3, let number = Int(place[1]),
            let lines = try? String(contentsOfFile: String(place[0]), encoding: .utf8).components(separatedBy: "\n"),
            lines.indices.contains(number - 1)
        else { return nil }
        return questionID(in: lines[number - 1][...])
    }

    private static func questionID(in text: Substring) -> String? {
        text.firstMatch(of: /Q\d\d/).map { String($0.output) }
    }
}
