import Files
import Foundation
import RandomNumbers
import Testing

@testable import Images

/// Files that were made or became bad. None may crash, and none may be taken for a whole picture.
@Suite("Hostile image files")
struct HostileFileTests {
    /// Decodes bytes as the kind of file that they are said to be.
    private func decode(_ kind: String, _ bytes: Data) throws -> Image {
        kind == "png" ? try Image(png: bytes, file: "bad") : try Image(jpeg: bytes, file: "bad")
    }

    @Test("Each is refused in one line that says what was found", arguments: ["png", "jpeg"])
    func refused(kind: String) throws {
        for file in try fixture(kind, as: ImageFiles.self).hostile {
            guard let error = fileError(file.name, { try decode(kind, file.file) }) else { continue }
            #expect(error.found.contains(file.found), "\(file.name): \(error)")
            #expect(!error.description.contains("\n"))
        }
    }

    @Test("A file cut short anywhere is refused", arguments: ["png", "jpeg"])
    func truncated(kind: String) throws {
        let trailing = Data("trailing".utf8)  // follows the end of one file, which is whole without it
        for file in try fixture(kind, as: ImageFiles.self).cases {
            let start = kind == "png" ? PNGChunks.signature.count : 3
            let end = file.file.count - (file.file.suffix(trailing.count) == trailing ? trailing.count : 0)
            for count in start..<end {
                _ = fileError("\(file.name), \(count) bytes") { try decode(kind, file.file.prefix(count)) }
            }
        }
    }

    @Test("A file with changed bytes is read or refused", arguments: ["png", "jpeg"])
    func changed(kind: String) throws {
        var generator = SeededGenerator(seed: 7)
        var (read, refused) = (0, 0)
        for file in try fixture(kind, as: ImageFiles.self).cases {
            for round in 0..<100 {
                var bytes = file.file
                for _ in 0...round % 4 {
                    let place = Int.random(in: PNGChunks.signature.count..<bytes.count, using: &generator)
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
                // With the right checksums the change reaches the decoder proper.
                if kind == "png" && round % 2 == 0 { repairChecksums(&bytes) }
                do {
                    let image = try decode(kind, bytes)
                    #expect(image.pixels.count == image.width * image.height * 3)
                    read += 1
                } catch is FileError {
                    refused += 1
                }
            }
        }
        #expect(read > 0 && refused > 0)
    }

    /// Writes the right checksum behind every chunk of a PNG file, as far as its chunks can be followed.
    private func repairChecksums(_ bytes: inout Data) {
        var position = PNGChunks.signature.count
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = position + 8 + length
            guard end + 4 <= bytes.count else { return }
            var checksum: UInt32 = .max
            for byte in bytes[position + 4..<end] {
                checksum ^= UInt32(byte)
                for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
            withUnsafeBytes(of: (~checksum).bigEndian) { bytes.replaceSubrange(end..<end + 4, with: $0) }
            position = end + 4
        }
    }
}
