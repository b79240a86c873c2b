import Files
import Foundation

/// The reader must return or throw, whatever the bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let path = "/dev/shm/fuzz-\(getpid())"
    FileManager.default.createFile(atPath: path, contents: Data(bytes: bytes, count: count))
    defer { unlink(path) }
    _ = try? readCSV(path)
    return 0
}
