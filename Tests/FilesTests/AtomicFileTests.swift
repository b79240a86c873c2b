import Files
import Foundation
import Testing

@Suite("Writing a file whole or not at all")
struct AtomicFileTests {
    private let folder: TemporaryFolder
    private struct Stop: Error {}

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    @Test func theFileHoldsWhatWasWrittenAndNothingElseIsLeft() throws {
        try writeAtomically("new".utf8, to: "\(folder.path)/file")
        #expect(try text("file") == "new")
        try writeAtomically("newer".utf8, to: "\(folder.path)/file")
        #expect(try text("file") == "newer")
        #expect(try folder.contents == ["file"])
    }

    @Test func missingFoldersAreMade() throws {
        try writeAtomically([], to: "\(folder.path)/a/b/file")
        #expect(try text("a/b/file") == "")
    }

    @Test func theOldFileIsThereUntilTheNewOneIsWhole() throws {
        let path = try folder.write("file", "old")
        try writeAtomically(to: path) { temporary in
            try Data("new".utf8).write(to: URL(fileURLWithPath: temporary))
            #expect(try text("file") == "old")
            #expect(URL(fileURLWithPath: temporary).deletingLastPathComponent().path == folder.path)
        }
        #expect(try text("file") == "new")
    }

    @Test func aFailureLeavesTheOldFileAndNothingBehind() throws {
        let path = try folder.write("file", "old")
        #expect(throws: Stop.self) {
            try writeAtomically(to: path) { temporary in
                try Data("half".utf8).write(to: URL(fileURLWithPath: temporary))
                throw Stop()
            }
        }
        #expect(try text("file") == "old")
        #expect(try folder.contents == ["file"])
    }

    @Test func aFailureBeforeTheFirstByteLeavesNothing() throws {
        #expect(throws: Stop.self) { try writeAtomically(to: "\(folder.path)/file") { _ in throw Stop() } }
        #expect(try folder.contents == [])
    }

    @Test func aBodyThatWritesNothingIsAnError() throws {
        let path = try folder.write("file", "old")
        #expect(
            throws: FileError(path, expected: "a place that can be written to", found: "no such file or directory")
        ) { try writeAtomically(to: path) { _ in } }
        #expect(try text("file") == "old")
    }

    @Test(arguments: [("file/below", "file exists"), ("file/far/below", "not a directory")])
    func aFileCannotBeAFolder(_ name: String, _ found: String) throws {
        _ = try folder.write("file", "old")
        let path = "\(folder.path)/\(name)"
        #expect(throws: FileError(path, expected: "a folder that can be written to", found: found)) {
            try writeAtomically("new".utf8, to: path)
        }
        #expect(try folder.contents == ["file"] && text("file") == "old")
    }

    @Test func aFolderIsNotReplaced() throws {
        try writeAtomically("inside".utf8, to: "\(folder.path)/sub/file")
        let path = "\(folder.path)/sub"
        #expect(throws: FileError(path, expected: "a place that can be written to", found: "is a directory")) {
            try writeAtomically("new".utf8, to: path)
        }
        #expect(try folder.contents == ["sub"] && text("sub/file") == "inside")
    }

    @Test func aNameThatIsTooLongIsAnError() throws {
        let path = "\(folder.path)/" + String(repeating: "n", count: 300)
        #expect(throws: FileError(path, expected: "a place that can be written to", found: "file name too long")) {
            try writeAtomically("new".utf8, to: path)
        }
        #expect(try folder.contents == [])
    }

    @Test func theMessageIsOneLine() {
        let error = FileError("photo.png", expected: "a PNG file", found: "an empty file")
        #expect(error.description == "photo.png: expected a PNG file, found an empty file")
    }
}
