import Files
import Foundation

/// Debian's Chromium, without a window.
enum Browser {
    /// Where it is; `nil` where it is not installed.
    static let path = ["/usr/bin/chromium"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// What a page has become after it was loaded and its scripts were run.
    static func dump(_ file: String, width: Int) throws -> String {
        let command = try Command(
            path ?? "",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--window-size=\(width),800",
                "--user-data-dir=\(URL(fileURLWithPath: file).deletingLastPathComponent().path)/browser",
                "--virtual-time-budget=5000", "--dump-dom", "file://\(file)",
            ])
        return String(decoding: command.output, as: UTF8.self)
    }
}
