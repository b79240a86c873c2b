import Foundation
import Testing

/// The code in the chapters is real: every Swift block stands, line for line, in a file that is compiled.
@Suite("Chapters")
struct CodeBlocks {
    @Test(arguments: Chapter.all) func everySwiftBlockIsCompiledSomewhere(_ chapter: Chapter) throws {
        let sources = try Chapter.compiledSources()
        for block in chapter.blocks("swift") {
            #expect(
                sources.contains { $0.contains(block) },
                "\(chapter.name): no file under Solutions or Tests/ChapterTests has this:\n\(block)")
        }
    }

    @Test(arguments: Chapter.all) func everyLinkLeadsSomewhere(_ chapter: Chapter) throws {
        for link in chapter.prose.matches(of: /\]\((?<path>[^)#:]*)(?:#(?<anchor>[^)]*))?\)/) {
            let path = link.path.isEmpty ? chapter.name : String(link.path)
            let target = Chapter.folder.appendingPathComponent(path)
            #expect(FileManager.default.fileExists(atPath: target.path), "\(chapter.name): \(link.0)")
            if let anchor = link.anchor, path.hasSuffix(".md") {
                let text = try? String(contentsOf: target, encoding: .utf8)
                #expect(text?.contains("<a id=\"\(anchor)\">") == true, "\(chapter.name): \(link.0)")
            }
        }
    }
}
