import Foundation
import Testing
import Weights

struct WeightArrayTests {
    @Test func holdsFloatsAndIntegers() {
        let floats = WeightArray([1.5, -2, 0, 4, 5, 6], shape: [2, 3])
        #expect(floats.scalarType == .float32 && floats.shape == [2, 3] && floats.count == 6)
        #expect(floats.floats == [1.5, -2, 0, 4, 5, 6])
        #expect(Array(floats.bytes.prefix(8)) == [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0])
        let integers = WeightArray(integers: [-2], shape: [])
        #expect(integers.scalarType == .int64 && integers.count == 1 && integers.integers == [-2])
        #expect(integers.bytes == [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        let empty = WeightArray([], shape: [0, 3])
        #expect(empty.count == 0 && empty.floats.isEmpty && empty.integers.isEmpty)
    }

    /// Every half-precision number, by the definition of IEEE 754.
    @Test func readsEveryHalf() {
        let patterns = (0...UInt16.max).map { $0 }
        let bytes = patterns.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let floats = WeightArray(scalarType: .float16, shape: [patterns.count], bytes: bytes).floats
        var wrong: [UInt16] = []
        for (pattern, float) in zip(patterns, floats) {
            let exponent = Int(pattern >> 10 & 31)
            let fraction = Double(pattern & 1023) / 1024
            let sign: Double = pattern < 0x8000 ? 1 : -1
            switch exponent {
            case 31 where fraction != 0: if !float.isNaN { wrong.append(pattern) }
            case 31: if float != Float(sign * .infinity) { wrong.append(pattern) }
            case 0: if Double(float) != sign * fraction * 0x1p-14 { wrong.append(pattern) }
            default: if Double(float) != sign * (1 + fraction) * pow(2, Double(exponent - 15)) { wrong.append(pattern) }
            }
        }
        #expect(wrong.isEmpty)
        #expect(floats[0x8000].sign == .minus)
    }

    static let conversions = [
        ("floats", ScalarType.float16), ("floats", .bfloat16), ("floats", .float64),
        ("doubles", .float16), ("doubles", .bfloat16), ("doubles", .float32),
        ("numbers", .int64), ("numbers", .int32), ("numbers", .int16), ("numbers", .bool),
        ("integers", .float64), ("integers", .float32), ("integers", .float16), ("integers", .bfloat16),
        ("integers", .int32), ("integers", .int16), ("integers", .int8), ("integers", .uint8), ("integers", .bool),
    ]

    /// The fixture's inputs have ties, subnormals, the ends of the range, infinities, NaN and random patterns.
    @Test(arguments: conversions)
    func convertsAsPyTorchDoes(name: String, type: ScalarType) throws {
        let arrays = try StateDictionary(contentsOfFile: fixture("conversions.safetensors"))
        let input = try #require(arrays[name])
        let expected = try #require(arrays["\(name).\(type)"])
        let found = input.converted(to: type)
        #expect(found.scalarType == type && found.shape == input.shape)
        let width = type.byteCount
        let isNaN = expected.floats.map(\.isNaN)
        #expect(found.floats.map(\.isNaN) == isNaN)
        // The bits of a NaN differ between PyTorch's own vector and scalar loops.
        let wrong = (0..<input.count).filter { index in
            let range = index * width..<(index + 1) * width
            return !isNaN[index] && found.bytes[range] != expected.bytes[range]
        }
        #expect(wrong.map { input.floats[$0] } == [])
    }

    @Test func conversionToTheSameTypeKeepsEveryBit() {
        let nan = WeightArray(scalarType: .float32, shape: [1], bytes: [1, 2, 0x80, 0x7F])
        #expect(nan.converted(to: .float32) == nan)
    }

    @Test func integersOfFloatsAreCutAndClamped() {
        let array = WeightArray([1.9, -1.9, 1e30, -1e30, .infinity, .nan], shape: [6])
        #expect(array.integers == [1, -1, .max, .min, .max, 0])
    }

    @Test func wideningAndBackIsExact() throws {
        let arrays = try StateDictionary(contentsOfFile: fixture("all_types.safetensors"))
        for name in ["layer.float16", "layer.bfloat16", "layer.int16", "layer.int8", "layer.uint8", "layer.bool"] {
            let array = try #require(arrays[name])
            for wide in [ScalarType.float32, .float64] {
                #expect(array.converted(to: wide).converted(to: array.scalarType) == array, "\(name) by \(wide)")
            }
        }
    }
}
