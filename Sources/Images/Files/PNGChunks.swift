import Files
import Foundation

/// The chunks of a PNG file that hold pixels.
///
/// libpng's simplified reader would correct the pixels by the file's gamma and would unpack whatever text and
/// profiles it carries. Everything but header, palette, transparency and pixel data is therefore left out.
struct PNGChunks {
    /// The eight bytes every PNG file begins with.
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// A PNG file made of the kept chunks alone.
    private(set) var bytes = signature
    /// Columns, as the header claims.
    let width: Int
    /// Rows, as the header claims.
    let height: Int
    /// Bits per number, as the header claims.
    let depth: Int
    /// How many bytes of compressed pixels there are.
    private(set) var pixelDataCount = 0

    /// Walks through the chunks of `data`, which begins with ``signature``, up to the closing `IEND`.
    ///
    /// - Throws: `FileError` when the header is not where it belongs, a chunk reaches beyond the end of the file,
    ///   or `IEND` is missing.
    init(_ data: Data, file: String) throws {
        let source = [UInt8](data)
        var position = Self.signature.count

        /// A big-endian 32-bit number.
        func number(at index: Int) -> Int { source[index..<index + 4].reduce(0) { $0 << 8 | Int($1) } }

        /// The next chunk's type and bytes: length, type, contents, checksum.
        func nextChunk() throws -> (type: String, bytes: ArraySlice<UInt8>) {
            let available = source.count - position
            guard available >= 12, number(at: position) <= available - 12 else {
                throw FileError(
                    file, expected: "a whole PNG file", found: "one that is cut short after \(source.count) bytes")
            }
            let bytes = source[position..<position + 12 + number(at: position)]
            position = bytes.endIndex
            return (String(decoding: bytes.dropFirst(4).prefix(4), as: UTF8.self), bytes)
        }

        var chunk = try nextChunk()
        guard chunk.type == "IHDR", chunk.bytes.count == 12 + 13 else {
            throw FileError(file, expected: "a valid PNG file", found: "one that does not begin with a header (IHDR)")
        }
        width = number(at: chunk.bytes.startIndex + 8)
        height = number(at: chunk.bytes.startIndex + 12)
        depth = Int(chunk.bytes[chunk.bytes.startIndex + 16])
        bytes += chunk.bytes
        while chunk.type != "IEND" {
            chunk = try nextChunk()
            if ["PLTE", "tRNS", "IDAT", "IEND"].contains(chunk.type) { bytes += chunk.bytes }
            if chunk.type == "IDAT" { pixelDataCount += chunk.bytes.count - 12 }
        }
    }
}
