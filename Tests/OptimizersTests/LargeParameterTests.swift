import Optimizers
import RandomNumbers
import Tensors
import Testing

/// Several threads share a large parameter; a small one has a single thread.
@Suite("A large parameter")
struct LargeParameterTests {
    private static let optimizers: [@Sendable ([Parameter]) -> Optimizer] = [
        { SGD($0, learningRate: 0.1, weightDecay: 0.1) },
        { SGD($0, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1) },
        { AdamW($0, learningRate: 0.1, weightDecay: 0.1) },
        { RMSprop($0, learningRate: 0.1, weightDecay: 0.1) },
        { RMSprop($0, learningRate: 0.1, weightDecay: 0.1, momentum: 0.9, centered: true) },
    ]

    @Test(arguments: optimizers.indices)
    func movesAsItsPiecesDo(_ index: Int) {
        let (pieces, length) = (100, 777)
        var generator = SeededGenerator(seed: 7)
        let values = (0..<pieces * length).map { _ in generator.normal() }
        let small = (0..<pieces).map { piece in
            Parameter(Tensor(Array(values[piece * length..<(piece + 1) * length]), shape: [length]))
        }
        let large = Parameter(Tensor(values, shape: [values.count]))
        for parameters in [small, [large]] {
            let optimizer = Self.optimizers[index](parameters)
            for _ in 0..<3 {
                optimizer.zeroGrad()
                parameters.forEach { sum($0 * $0).backward() }
                optimizer.step()
            }
        }
        #expect(large.values == small.flatMap(\.values) && large.values != values)
    }
}
