import Files
import Foundation
import Testing

@Suite("Reading a file")
struct ReadFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func expectRefusal(_ path: String, found: String) {
        #expect(throws: FileError(path, expected: "a list", found: found)) {
            try readFile(path, expected: "a list")
        }
    }

    @Test func theWholeFileIsRead() throws {
        #expect(try readFile(try folder.write("file", "all of it"), expected: "a list") == Data("all of it".utf8))
        #expect(try readFile(try folder.write("empty", ""), expected: "a list").isEmpty)
    }

    @Test func aLinkIsFollowed() throws {
        let path = try folder.write("file", "text")
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: path)
        #expect(try readFile("\(folder.path)/link", expected: "a list") == Data("text".utf8))
    }

    @Test func whatIsMissingIsNamed() throws {
        expectRefusal("\(folder.path)/none", found: "no such file")
        expectRefusal(try folder.write("file", "") + "/below", found: "no such file")
        expectRefusal("", found: "no such file")
    }

    @Test func aFolderIsNoFile() {
        expectRefusal(folder.path, found: "a folder")
        expectRefusal("\(folder.path)/", found: "a folder")
    }

    @Test(arguments: ["/dev/null", "/dev/zero"])
    func aDeviceIsRefused(_ path: String) {
        expectRefusal(path, found: "something that is not a regular file")
    }

    @Test func aPipeIsRefusedAndNotWaitedFor() throws {
        let path = "\(folder.path)/pipe"
        try #require(mkfifo(path, 0o600) == 0)
        // Should someone wait at the other end after all, a writer that says nothing lets them go on.
        Thread.detachNewThread { close(open(path, O_WRONLY)) }
        defer { close(open(path, O_RDONLY | O_NONBLOCK)) }
        expectRefusal(path, found: "something that is not a regular file")
    }
}
