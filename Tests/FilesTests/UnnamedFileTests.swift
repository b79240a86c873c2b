import Files
import Foundation
import Testing

@Suite("Files without a name")
struct UnnamedFileTests {
    private func append(_ text: String, to file: UnnamedFile) -> Int? {
        Array(text.utf8).withUnsafeBytes { file.append($0) }
    }

    private func read(_ count: Int, at offset: Int, from file: UnnamedFile) throws -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try file.read($0, at: offset) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func whatWasAddedCanBeReadAgain() throws {
        try withScratchFolder { folder in
            let file = try UnnamedFile(in: "\(folder)/not/yet/there")
            #expect([append("one", to: file), append("", to: file), append("three", to: file)] == [0, 3, 3])
            #expect(file.byteCount == 8)
            #expect(try read(3, at: 0, from: file) == "one" && read(5, at: 3, from: file) == "three")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/not/yet/there").isEmpty)
            let error = #expect(throws: FileError.self) { try read(9, at: 0, from: file) }
            #expect(error?.found == "8")
        }
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        try withScratchFolder { folder in
            try Data().write(to: URL(fileURLWithPath: "\(folder)/file"))
            let error = #expect(throws: FileError.self) { try UnnamedFile(in: "\(folder)/file/below") }
            #expect(error?.file == "\(folder)/file/below")
        }
    }
}
