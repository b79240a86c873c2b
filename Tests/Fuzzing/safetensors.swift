import Foundation

@testable import Weights

/// The readers of the arrays and of the index must return or throw, whatever the bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let data = Data(bytes: bytes, count: count)
    _ = try? StateDictionary(safetensors: data, file: "fuzz")
    _ = try? ShardIndex(data, file: "fuzz")
    return 0
}
