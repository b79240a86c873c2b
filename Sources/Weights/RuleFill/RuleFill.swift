import Layers
import Tensors

/// Numbers that depend on a key and an element's index alone, the same in every language.
///
/// They let a test compare this project with PyTorch without shipping weights: both fill their models by the rule
/// (`Tests/Fixtures/rule_fill.py` is the other half), and only inputs and outputs need to be stored.
public enum RuleFill {
    /// `count` numbers in `low ..< high` for a key.
    ///
    /// The key's FNV-1a hash seeds SplitMix64, whose top 24 bits give a number in 0 ..< 1.
    public static func values(_ key: String, count: Int, in range: Range<Double> = -1..<1) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { values, initialized in
            fill(UnsafeMutableBufferPointer(rebasing: values[..<count]), key, in: range)
            initialized = count
        }
    }

    /// The same numbers, written to where they shall lie: a large layer's would not fit twice everywhere.
    static func fill(_ values: UnsafeMutableBufferPointer<Float>, _ key: String, in range: Range<Double>) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for index in values.indices {
            var z = hash &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            let unit = Double(z >> 40) * 0x1p-24
            values[index] = Float(range.lowerBound + (range.upperBound - range.lowerBound) * unit)
        }
    }

    /// A tensor of such numbers.
    public static func tensor(_ key: String, _ shape: [Int], in range: Range<Double> = -1..<1) -> Tensor {
        Tensor(values(key, count: shape.reduce(1, *), in: range), shape: shape)
    }
}

extension Module {
    /// Overwrites every parameter and buffer by the rule, scaled so that activations stay of ordinary size: weights
    /// by their fan-in, scales and variances around 1, biases and means around 0, counters 0.
    public func fillByRule() {
        for (name, slot) in stateSlots {
            let tensor = slot.tensor
            let range: Range<Double>
            if tensor.rank > 1 {
                let bound = (6 / (Double(tensor.count) / Double(tensor.shape[0]))).squareRoot()
                range = -bound..<bound
            } else if name.hasSuffix("running_var") || name.hasSuffix("weight") {
                range = 0.5..<1.5
            } else {
                range = -0.1..<0.1
            }
            let isCounter = name.hasSuffix("num_batches_tracked")
            tensor.withMutableValues { values in
                if isCounter { values.update(repeating: 0) } else { RuleFill.fill(values, name, in: range) }
            }
        }
    }
}
