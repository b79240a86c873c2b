import Foundation

/// One row of the table in `Benchmarks/parity.md`: something PyTorch computes too, and how far from it we may be.
///
/// A test asks for the error and compares it with the limit. While the environment names a file in
/// `WORKBOOK_PARITY_RECORDS`, every error asked for is also appended there; `Benchmarks/parity` makes the table of it.
public struct ParityRow: Sendable {
    /// The part of the project, the table's headings: "Models", "Layers".
    public let section: String
    /// What was computed: "resnet18, evaluation mode".
    public let subject: String
    /// Which of its numbers: "logits", "gradients".
    public let quantity: String
    /// The relative error that is still good enough.
    public let limit: Float

    /// A row; several errors of the same row are one row with the largest of them.
    public init(_ section: String, _ subject: String, _ quantity: String, limit: Float) {
        (self.section, self.subject, self.quantity, self.limit) = (section, subject, quantity, limit)
    }

    /// The largest difference between numbers that belong together, relative to the largest expected one.
    ///
    /// Infinite when the counts differ, or where only one of two numbers is finite; equal infinities and two NaN are
    /// no difference.
    ///
    /// - Parameter scale: what the difference is relative to, where the largest expected number is not it: the norm of
    ///   a gradient of which only some numbers are known.
    public func error(_ found: [Float], _ expected: [Float], scale: Float? = nil) -> Float {
        let error = Self.relativeError(found, expected, scale: scale)
        record(error)
        return error
    }

    private static func relativeError(_ found: [Float], _ expected: [Float], scale: Float?) -> Float {
        guard found.count == expected.count else { return .infinity }
        var largest: Float = 0
        for (found, expected) in zip(found, expected) where found != expected && !(found.isNaN && expected.isNaN) {
            let difference = abs(found - expected)
            guard difference.isFinite else { return .infinity }
            largest = max(largest, difference)
        }
        let scale = scale ?? expected.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
        return largest == 0 ? 0 : largest / max(scale, .leastNormalMagnitude)
    }

    private func record(_ error: Float) {
        guard let file = ProcessInfo.processInfo.environment["WORKBOOK_PARITY_RECORDS"] else { return }
        let line = "\(section)\t\(subject)\t\(quantity)\t\(error)\t\(limit)\n"
        let descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { fatalError("\(file): cannot be written to") }
        defer { close(descriptor) }
        // One call a line: tests that run side by side do not mix their lines.
        _ = line.withCString { write(descriptor, $0, strlen($0)) }
    }
}
