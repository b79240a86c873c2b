import Foundation
import Grading
import Testing

/// Chapters and exercises have one form, and say the same title.
@Suite("Headings")
struct Headings {
    /// `# 5 Freezing` in `05-freezing.md`.
    @Test(arguments: Chapter.all) func aChapterBeginsWithItsNumber(_ chapter: Chapter) {
        guard let number = Int(chapter.name.prefix(2)) else { return }
        #expect(chapter.text.hasPrefix("# \(number) "), "\(chapter.name)")
    }

    /// Under the anchor of a question its number and title, and where to write the answer. An anchor with nothing under
    /// it waits for its text.
    @Test(arguments: Chapter.all) func aSectionBeginsWithItsQuestion(_ chapter: Chapter) throws {
        for anchor in chapter.text.matches(of: /<a id="(q\d\d)"><\/a>\n/) {
            let question = try #require(Question.named(String(anchor.1)), "\(chapter.name): \(anchor.1)")
            let beginning = """
                ## Q\(question.number) \(question.title)

                Write your answer in [\(question.file)](../Exercises/\(question.folder)/\(question.file)).

                """
            let section = chapter.text[anchor.range.upperBound...]
            #expect(section.isEmpty || section.hasPrefix(beginning), "\(chapter.name):\n\(beginning)")
        }
    }

    /// `// Q13  Freeze all layers        Chapters/05-freezing.md#q13`
    @Test(arguments: Question.all.map(\.id)) func anExerciseBeginsWithItsQuestion(_ id: String) throws {
        let question = try #require(Question.named(id))
        // The stub, not the exercise: an answer may begin as it likes.
        let path = Chapter.root.appendingPathComponent("Sources/Grading/Stubs/\(question.folder)/\(question.file)")
        let line = try String(contentsOf: path, encoding: .utf8).prefix { $0 != "\n" }
        #expect(line.hasPrefix("// \(id)  \(question.title)  "), "\(line)")
        #expect(line.hasSuffix(" \(question.chapterLink)"), "\(line)")
    }
}
