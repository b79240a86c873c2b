import Tensors

/// Modules one behind the other.
extension [Module] {
    /// Each module's output is the next one's input; convolutions, norms and activations that follow each other go
    /// together.
    ///
    /// Where bfloat16 is welcome, the first modules compute in it, as far as nothing is recorded.
    package func chained(_ x: Tensor) -> Tensor {
        guard bfloat16IsWelcome, !x.requiresGrad else { return computed(x, through: startIndex..<endIndex) }
        let links = flatMap(\.links)
        let end = links.firstIndex { isRecorded($0.parameters) } ?? links.endIndex
        let features = inBfloat16 { links.computed(x, through: 0..<end) }
        return links.computed(features, through: end..<links.endIndex)
    }

    private func computed(_ x: Tensor, through range: Range<Int>) -> Tensor {
        var (x, index) = (x, range.lowerBound)
        while index < range.upperBound { x = takeStep(x, &index, before: range.upperBound) }
        return x
    }

    /// Computes the layer at `index` and those behind it that go together with it, and moves `index` on.
    private func takeStep(_ x: Tensor, _ index: inout Int, before end: Int) -> Tensor {
        let layer = self[index]
        index += 1
        switch layer {
        case let convolution as Conv2d:
            let norm = index < end ? self[index] as? BatchNorm : nil
            if norm != nil { index += 1 }
            return convolution(x, norm, takeActivation(&index, before: end))
        case let norm as BatchNorm:
            return norm(x, takeActivation(&index, before: end))
        default:
            return layer(x)
        }
    }

    private func takeActivation(_ index: inout Int, before end: Int) -> Module? {
        guard index < end, self[index] is ReLU || self[index] is ReLU6 || self[index] is SiLU else { return nil }
        defer { index += 1 }
        return self[index]
    }
}

extension Module {
    /// This module, or what it is a chain of, taken apart as far as possible.
    package var links: [Module] {
        guard outputObserver == nil, let chain else { return [self] }
        return chain.flatMap(\.links)
    }
}
