import Files
import Foundation
import RandomNumbers
import Testing

@testable import Images

@Suite("Image files")
struct ImageFileTests {
    @Test("Files of every kind read like Pillow's", arguments: ["png", "jpeg"])
    func reading(kind: String) throws {
        let files: ImageFiles = try fixture(kind)
        #expect(files.cases.count >= 10)
        try withTemporaryFolder { folder in
            for file in files.cases {
                let path = folder + "/picture"  // no extension: the first bytes decide
                try file.file.write(to: URL(fileURLWithPath: path))
                expectSame(
                    try Image(contentsOfFile: path), file.expected, "\(kind) \(file.name)",
                    as: "Reading \(kind.uppercased())")
            }
        }
    }

    @Test("A picture survives being written and read")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1)
        try withTemporaryFolder { folder in
            for (width, height) in [(1, 1), (7, 3), (64, 65), (300, 2)] {
                let pixels = (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
                let image = Image(width: width, height: height, pixels: pixels)
                let path = folder + "/new/folder/\(width).png"
                try image.writePNG(to: path)
                #expect(try Image(contentsOfFile: path) == image)
            }
            // Nothing temporary is left beside the four files.
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/new/folder").count == 4)
        }
    }

    @Test("Writing to an impossible place says so and leaves nothing behind")
    func impossibleWrite() throws {
        try withTemporaryFolder { folder in
            let image = Image(width: 2, height: 2, pixels: [UInt8](repeating: 7, count: 12))
            try Data("text".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
            let error = #expect(throws: FileError.self) { try image.writePNG(to: folder + "/file/picture.png") }
            #expect(error?.description.contains("file/picture.png: expected a folder") == true)
            try FileManager.default.createDirectory(atPath: folder + "/taken.png", withIntermediateDirectories: false)
            #expect(throws: FileError.self) { try image.writePNG(to: folder + "/taken.png") }
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == ["file", "taken.png"])
        }
    }

    @Test("Files that are no pictures are called by name")
    func otherFiles() throws {
        let cases: [(contents: [UInt8], found: String)] = [
            ([], "an empty file"), (Array("not a picture\n".utf8), "a text file"), (Array("GIF89a".utf8), "a GIF file"),
            ([0x42, 0x4D, 1, 0, 0, 0], "a BMP file"), (Array("RIFF\u{1}\0\0\0WEBPVP8 ".utf8), "a WebP file"),
            (Array("\0\0\0\u{18}ftypheic".utf8), "a HEIF or AVIF file"), (Array("%PDF-1.7\n".utf8), "a PDF file"),
            (Array("II*\0".utf8), "a TIFF file"), ([0, 1, 2, 3, 4], "a file that begins with the bytes 00 01 02 03"),
            ([0x89, 0x50], "a file that begins with the bytes 89 50"),
        ]
        try withTemporaryFolder { folder in
            for (contents, found) in cases {
                let path = folder + "/photo.png"
                try Data(contents).write(to: URL(fileURLWithPath: path))
                #expect(
                    fileError(found) { try Image(contentsOfFile: path) }
                        == FileError(path, expected: "a PNG or JPEG file", found: found))
            }
            let missing = folder + "/missing.png"
            #expect(fileError("missing") { try Image(contentsOfFile: missing) }?.found == "no such file")
            #expect(fileError("folder") { try Image(contentsOfFile: folder) }?.found == "a folder")
        }
    }
}
