import Files
import Foundation

extension Image {
    /// The most pixels a picture file may claim: 2²⁸, a square of 16,384 by 16,384.
    ///
    /// A header of a few bytes can claim any size, so the claim is checked before memory is taken for it.
    public static let largestPixelCount = 1 << 28

    /// Reads a PNG or JPEG file; its first bytes decide which, not its name.
    ///
    /// - PNG: every colour type and bit depth, interlaced or not. 16 bits become 8 by rounding `v · 255 / 65535`,
    ///   like libpng's `png_set_scale_16`. (Pillow cuts the lower byte of colours off and clips greys to 255.)
    ///   Transparent pixels are laid over white, in the encoded values, like Pillow's `alpha_composite`. Gamma and
    ///   colour profiles are ignored, as Pillow does.
    /// - JPEG: grey and colour, sequential and progressive, the same pixels as Pillow's. CMYK is refused.
    ///
    /// - Parameter reading: what may be done to a photograph while it is decoded; nothing if left out.
    /// - Throws: `FileError` when there is no such file, or it is a folder, neither PNG nor JPEG, damaged, cut
    ///   short, or claims more than ``largestPixelCount`` pixels or more than its bytes can hold.
    public init(contentsOfFile path: String, reading: ImageReading = .asStored) throws {
        try self.init(readFile(path, expected: "a PNG or JPEG file"), file: path, reading: reading)
    }

    /// The same from a file's bytes; `path` is for messages.
    package init(_ data: Data, file path: String, reading: ImageReading = .asStored) throws {
        switch FileKind(data) {
        case .png: try self.init(png: data, file: path)
        case .jpeg: try self.init(jpeg: data, file: path, reading: reading)
        case .other(let found): throw FileError(path, expected: "a PNG or JPEG file", found: found)
        }
    }

    /// Checks a size that a file claims, before anything is allocated for it.
    ///
    /// - Parameters:
    ///   - dataCount: how many bytes of compressed pixels the file has.
    ///   - density: the most pixels its compression can pack into one of them.
    static func checkSize(_ width: Int, _ height: Int, file: String, dataCount: Int, density: Int) throws {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, width > 0, height > 0, count <= largestPixelCount else {
            throw FileError(
                file, expected: "a picture of 1 to \(largestPixelCount) pixels",
                found: "a header that claims \(width)×\(height)")
        }
        guard count / density <= dataCount else {
            throw FileError(
                file, expected: "the pixels of a \(width)×\(height) picture", found: "only \(dataCount) bytes of data")
        }
    }
}

/// What a file is, by its first bytes.
private enum FileKind {
    case png
    case jpeg
    case other(found: String)

    /// Formats that people do try, so that the message can call them by name.
    private static let recognised: [(name: String, offset: Int, magic: [UInt8])] = [
        ("a GIF file", 0, Array("GIF8".utf8)),
        ("a BMP file", 0, Array("BM".utf8)),
        ("a WebP file", 8, Array("WEBP".utf8)),
        ("a HEIF or AVIF file", 4, Array("ftyp".utf8)),
        ("a TIFF file", 0, [0x49, 0x49, 0x2A, 0x00]),
        ("a TIFF file", 0, [0x4D, 0x4D, 0x00, 0x2A]),
        ("a PDF file", 0, Array("%PDF".utf8)),
    ]

    init(_ data: Data) {
        let start = [UInt8](data.prefix(16))
        if start.starts(with: PNGChunks.signature) {
            self = .png
        } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if start.isEmpty {
            self = .other(found: "an empty file")
        } else if let match = Self.recognised.first(where: { start.dropFirst($0.offset).starts(with: $0.magic) }) {
            self = .other(found: match.name)
        } else if start.allSatisfy({ (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }) {
            self = .other(found: "a text file")
        } else {
            let bytes = start.prefix(4).map { String(format: "%02X", $0) }.joined(separator: " ")
            self = .other(found: "a file that begins with the bytes \(bytes)")
        }
    }
}
