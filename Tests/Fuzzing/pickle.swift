import Foundation

@testable import Weights

/// The readers of pickles in a row and of pickles in a zip archive must return or throw, whatever the bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let data = Data(bytes: bytes, count: count)
    if data.starts(with: "PK".utf8) {
        _ = try? StateDictionary(torchArchive: data, file: "fuzz")
    } else {
        _ = try? StateDictionary(legacyTorch: data, file: "fuzz")
    }
    return 0
}
