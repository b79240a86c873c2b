import Optimizers
import Tensors
import Testing

/// Freezing keeps new gradients from arriving; what an optimizer holds already still moves. PyTorch's behaviour.
@Suite("A frozen parameter that an optimizer still holds")
struct FrozenParameterTests {
    private static let optimizers: [@Sendable ([Parameter]) -> Optimizer] = [
        { SGD($0, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1) },
        { Adam($0, learningRate: 0.1, weightDecay: 0.1) },
        { AdamW($0, learningRate: 0.1, weightDecay: 0.1) },
        { RMSprop($0, learningRate: 0.1, weightDecay: 0.1, momentum: 0.9, centered: true) },
    ]

    /// A parameter that has learned for three steps and was frozen then, with the optimizer that holds it.
    private func frozen(_ make: ([Parameter]) -> Optimizer) -> (Parameter, Optimizer) {
        let parameter = Parameter.pair(gradient: nil)
        let optimizer = make([parameter])
        for _ in 0..<3 {
            optimizer.zeroGrad()
            sum(parameter * parameter).backward()
            optimizer.step()
        }
        parameter.requiresGrad = false
        return (parameter, optimizer)
    }

    @Test(arguments: optimizers.indices)
    func withoutAGradientItStays(_ index: Int) {
        let (parameter, optimizer) = frozen(Self.optimizers[index])
        let before = parameter.values
        optimizer.zeroGrad()
        for _ in 0..<3 { optimizer.step() }
        #expect(parameter.values == before, "neither momentum nor decay may move it")
    }

    @Test(arguments: optimizers.indices)
    func withAnOldGradientItMoves(_ index: Int) {
        let (parameter, optimizer) = frozen(Self.optimizers[index])
        let before = parameter.values
        optimizer.step()
        #expect(zip(parameter.values, before).allSatisfy { $0 != $1 })
    }

    @Test(arguments: optimizers.indices)
    func withAGradientOfZerosMomentumMovesIt(_ index: Int) {
        let (parameter, optimizer) = frozen(Self.optimizers[index])
        let before = parameter.values
        parameter.grad = .zeros([2])
        optimizer.step()
        #expect(zip(parameter.values, before).allSatisfy { $0 != $1 })
    }

    @Test func momentumGoesOnWhereItStoodWhenAGradientComesBack() {
        let (skipped, optimizer) = frozen(Self.optimizers[0])
        let (other, otherOptimizer) = frozen(Self.optimizers[0])
        skipped.grad = nil
        optimizer.step()
        for parameter in [skipped, other] { parameter.grad = Tensor([1, 1], shape: [2]) }
        optimizer.step()
        otherOptimizer.step()
        #expect(skipped.values == other.values)
    }
}
