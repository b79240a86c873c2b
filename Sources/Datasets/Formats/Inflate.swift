import CZlib
import Files
import Foundation

/// The bytes that were compressed into `data`, in the gzip or the zlib format.
///
/// - Parameters:
///   - limit: the most bytes that may come out, so that a small file cannot fill the memory.
///   - file: the file's name in messages.
/// - Throws: `FileError` when `data` is in neither format, damaged or cut short, or more than `limit` bytes come out.
func inflated(_ data: Data, limit: Int, file: String) throws -> Data {
    let expected = "data compressed with gzip or zlib"
    var stream = z_stream()
    // 15 is the largest window; 32 more ask zlib to find out which of the two formats it is.
    let version = inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard version == Z_OK, data.count <= UInt32.max else {
        throw FileError(file, expected: expected, found: "\(data.count) bytes, which zlib does not take")
    }
    defer { inflateEnd(&stream) }

    var result = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    try data.withUnsafeBytes { input in
        // zlib does not write to its input, whatever its type says.
        stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(input.count)
        var status = Z_OK
        while status == Z_OK {
            let written = chunk.withUnsafeMutableBufferPointer { output in
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                status = inflate(&stream, Z_NO_FLUSH)
                return output.count - Int(stream.avail_out)
            }
            guard result.count + written <= limit else {
                throw FileError(file, expected: "at most \(limit) bytes, unpacked", found: "more")
            }
            result.append(contentsOf: chunk[..<written])
        }
        guard status == Z_STREAM_END else {
            let found = status == Z_BUF_ERROR ? "data that end too early" : "damaged data, or none of that kind"
            throw FileError(file, expected: expected, found: found)
        }
    }
    return result
}
