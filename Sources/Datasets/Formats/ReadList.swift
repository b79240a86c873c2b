import Files
import Foundation

/// The things that a text file lists, one in every line, in words that spaces separate. Empty lines and lines that
/// begin with `#` say nothing.
///
/// - Parameter parse: makes a thing of a line's words; `nil` if they make no sense.
/// - Throws: `FileError` when there is no such file, it lists nothing, or a line makes no sense.
func readList<Value>(_ path: String, parse: (_ words: [String]) -> Value?) throws -> [Value] {
    let expected = "a list with one thing in every line"
    let text = String(decoding: try readFile(path, expected: expected), as: UTF8.self)
    let values = try text.split(whereSeparator: \.isNewline).enumerated().compactMap { number, line -> Value? in
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first, !first.hasPrefix("#") else { return nil }
        guard let value = parse(words) else {
            throw FileError(path, expected: expected, found: "“\(line.prefix(60))”, the line number \(number + 1)")
        }
        return value
    }
    guard !values.isEmpty else { throw FileError(path, expected: expected, found: "an empty one") }
    return values
}
