import Foundation

/// What standard output can show.
enum Terminal {
    /// Whether a person watches, rather than a file or a pipe.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// Whether colours are welcome: on a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal is dumb.
    static let hasColor =
        isInteractive && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    static func bold(_ text: String) -> String { styled(text, "1") }
    static func green(_ text: String) -> String { styled(text, "32") }
    static func red(_ text: String) -> String { styled(text, "31") }
    static func faint(_ text: String) -> String { styled(text, "2") }

    private static func styled(_ text: String, _ code: String) -> String {
        hasColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

/// Prints a line at once, also into a pipe or a file, where `print` would wait until it has a few thousand bytes.
func say(_ text: String) { show(text + "\n") }

/// Writes to standard output. Where nothing can be written, on a full disk or a terminal that has gone, work goes on.
func show(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

/// Prints a value as one line of JSON, keys in order.
///
/// - Throws: `EncodingError` for a number that JSON does not have.
func sayJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    say(String(decoding: try encoder.encode(value), as: UTF8.self))
}
