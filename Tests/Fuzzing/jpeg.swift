import Foundation

@testable import Images

/// The reader must return or throw, whatever the bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let data = Data(bytes: bytes, count: count)
    for reading in [ImageReading.asStored, ImageReading(isUpright: true, shortSide: 8)] {
        _ = try? Image(data, file: "fuzz", reading: reading)
    }
    return 0
}
