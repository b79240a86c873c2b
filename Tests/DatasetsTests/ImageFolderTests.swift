import Datasets
import Files
import Foundation
import Parity
import Testing

struct ImageFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func error(_ make: () throws -> ImageFolder) throws -> FileError {
        try #require(throws: FileError.self) { try make() }
    }

    @Test func classesAndSamplesAreTorchvisions() throws {
        let expected = try Fixture.load().folder
        for name in expected.files { try folder.write(name) }
        let found = try ImageFolder(folder.path)
        #expect(found.classes.map { Array($0.utf8) } == expected.classes.map { Array($0.utf8) })
        #expect(found.samples.map(\.path) == expected.samples.map { "\(folder.path)/\($0.path)" })
        let row = ParityRow("Datasets", "ImageFolder", "labels", limit: 1e-6)
        #expect(row.error(found.labels.map { Float($0) }, expected.samples.map { Float($0.label) }) == 0)
        #expect(found.name(at: 3) == found.samples[3].path)
    }

    @Test func hiddenFilesAndFoldersAreLeftOut() throws {
        for name in ["cat/1.png", "cat/.2.png", "cat/.png", "cat/.old/3.png", ".thumbnails/4.png"] {
            try folder.write(name)
        }
        let found = try ImageFolder(folder.path)
        #expect(found.classes == ["cat"])
        #expect(found.samples.map(\.path) == ["\(folder.path)/cat/1.png"])
    }

    @Test func folderNamedLikeAnImageIsAFolder() throws {
        try folder.write("cat/old.png/1.png")
        #expect(try ImageFolder(folder.path).samples.map(\.path) == ["\(folder.path)/cat/old.png/1.png"])
    }

    @Test func rootMayEndInASlash() throws {
        try folder.write("cat/1.png")
        #expect(try ImageFolder(folder.path + "/").samples.map(\.path) == ["\(folder.path)/cat/1.png"])
    }

    @Test func imagesAreDecodedWhenAskedFor() throws {
        try folder.writeImage("cat/1.png", width: 3, height: 2, value: 9)
        try folder.write("cat/2.png", Array("not an image".utf8))
        let found = try ImageFolder(folder.path)
        let image = try found.image(at: 0)
        #expect(image.width == 3 && image.height == 2)
        #expect(image.pixels == [UInt8](repeating: 9, count: 18))
        let damaged = try #require(throws: FileError.self) { try found.image(at: 1) }
        #expect(damaged.file == "\(folder.path)/cat/2.png")
    }

    @Test func missingRoot() throws {
        let error = try error { try ImageFolder(folder.path + "/none") }
        #expect(
            error.description
                == "\(folder.path)/none: expected a folder with one sub-folder per class, found no such folder")
    }

    @Test func rootThatIsAFile() throws {
        let path = try folder.write("file")
        #expect(try error { try ImageFolder(path) }.found == "a file")
    }

    @Test func rootWithoutClasses() throws {
        try folder.write("1.png")
        let error = try error { try ImageFolder(folder.path) }
        #expect(error.file == folder.path)
        #expect(error.found == "no sub-folder")
    }

    @Test func classWithoutImages() throws {
        try folder.write("cat/1.png")
        try folder.write("dog/readme.txt")
        let error = try error { try ImageFolder(folder.path) }
        #expect(error.file == "\(folder.path)/dog")
        #expect(error.expected.contains(".png, .jpg or .jpeg"))
    }

    @Test func linkIntoItself() throws {
        try folder.write("cat/1.png")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/cat/again", withDestinationPath: "\(folder.path)/cat")
        #expect(try error { try ImageFolder(folder.path) }.found.hasPrefix("a link back to"))
    }

    @Test func linkToFolderElsewhereIsFollowed() throws {
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("1.png")
        try folder.write("cat/1.png")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/cat/more", withDestinationPath: elsewhere.path)
        #expect(try ImageFolder(folder.path).count == 2)
    }

    @Test func namesThatOnlyDifferInEncoding() throws {
        try folder.write("\u{E9}/1.png")
        try folder.write("e\u{301}/1.png")
        #expect(try error { try ImageFolder(folder.path) }.found.hasPrefix("two names"))
    }

    @Test func knownClassesKeepTheirLabels() throws {
        try folder.write("cat/1.png")
        try folder.write("dog/1.png")
        let found = try ImageFolder(folder.path, classes: ["dog", "cat"])
        #expect(found.classes == ["dog", "cat"])
        #expect(found.samples.allSatisfy { $0.path.contains($0.label == 0 ? "/dog/" : "/cat/") })
        #expect(found.countPerClass == [1, 1])
    }

    @Test func missingAndUnknownClassesAreBothNamed() throws {
        try folder.write("cat/1.png")
        try folder.write("kat/1.png")
        let error = try error { try ImageFolder(folder.path, classes: ["cat", "dog", "horse"]) }
        #expect(error.expected == "one folder for each of the 3 known classes")
        #expect(error.found == "no folder for dog, horse and the unknown kat")
        let onlyMissing = try self.error { try ImageFolder(folder.path, classes: ["cat", "dog", "kat"]) }
        #expect(onlyMissing.found == "no folder for dog")
        let onlyUnknown = try self.error { try ImageFolder(folder.path, classes: ["cat"]) }
        #expect(onlyUnknown.found == "the unknown kat")
    }
}
