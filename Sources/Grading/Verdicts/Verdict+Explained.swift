extension Verdict {
    /// The verdict in words, for a terminal: what was checked, what differs, which misconception explains it and where
    /// to read on.
    public func explained(_ question: Question) -> String {
        var lines = ["\(question.id) \(question.title): \(headline)"]
        if let message { lines.append("  \(message)") }
        if state == .wrong || state == .crashed || state == .timedOut {
            for check in checks {
                lines.append("  \(check.passed ? "✓" : "✗") \(check.name)")
                if let expected = check.expected { lines.append("      expected  \(expected)") }
                if let found = check.found { lines.append("      found     \(found)") }
                if let folder = check.pictures {
                    lines.append("      pictures  \(PictureFolder.files.joined(separator: ", ")) in \(folder)")
                }
            }
            for misconception in misconceptions {
                lines.append("  \(misconception.name): \(misconception.lesson)")
                if let rule = misconception.rule {
                    lines.append("      In a run of your own, the set-up check calls it \(rule.rawValue). \(rule.why)")
                }
            }
        }
        if state != .passed { lines.append("  Read \(question.chapterLink)") }
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        switch state {
        case .passed: "passed (\(points) of \(maxPoints) points)"
        case .wrong: "not yet (\(points) of \(maxPoints) points)"
        case .notAttempted: "not attempted"
        case .doesNotCompile: "does not compile"
        case .crashed: "crashed"
        case .timedOut: "timed out"
        }
    }
}
