import Foundation

@testable import Images

/// The reader must return or throw, whatever the bytes. With the checksums of a mutated file nearly every one would be
/// refused at its first chunk; so they are put right.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var file = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    _ = try? Image(Data(file), file: "fuzz", reading: ImageReading(isUpright: true))
    var start = 8
    while start + 12 <= file.count {
        let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= file.count - start - 12 else { break }
        let end = start + 8 + length
        let sum = checksum(file[start + 4..<end])
        for i in 0..<4 { file[end + i] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * i)) }
        start = end + 4
    }
    _ = try? Image(Data(file), file: "fuzz", reading: ImageReading(isUpright: true))
    return 0
}

/// CRC-32, as the PNG specification gives it.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
        (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }
}
