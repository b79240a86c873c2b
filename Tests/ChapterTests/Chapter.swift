import Foundation
import Testing

/// One chapter's text.
struct Chapter: CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { name }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appendingPathComponent("Chapters")

    /// All chapters, in order.
    static let all: [Chapter] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map(Chapter.init)
    }()

    init(_ name: String) {
        self.name = name
        text = (try? String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    /// The text without its fenced blocks.
    var prose: String {
        text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined()
    }

    /// The fenced blocks of a language, without indentation and empty lines.
    func blocks(_ language: String) -> [String] {
        text.components(separatedBy: "```\(language)\n").dropFirst().map {
            bare($0.components(separatedBy: "\n```")[0])
        }
    }

    /// The files whose code chapters may quote, without indentation and empty lines.
    static func compiledSources() throws -> [String] {
        try ["Solutions", "Tests/ChapterTests"].flatMap { folder in
            let path = root.appendingPathComponent(folder).path
            let files = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
            return try files.filter { $0.hasSuffix(".swift") }.map {
                bare(try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8))
            }
        }
    }
}

/// Code without what depends on where it stands: indentation and empty lines.
private func bare(_ code: String) -> String {
    code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        .joined(separator: "\n")
}
