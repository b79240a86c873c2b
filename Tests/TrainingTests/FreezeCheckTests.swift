import Layers
import Optimizers
import Tensors
import Testing
import Training

@Suite("Checking what really moves")
struct FreezeCheckTests {
    private let model = smallNetwork()
    private let statistics = ["1.running_mean", "1.running_var", "1.num_batches_tracked"]
    private let head = ["5.weight", "5.bias"]

    /// A step on two images of one value each.
    private func step(_ optimizer: Optimizer) {
        optimizer.zeroGrad()
        let images = Tensor((0..<2 * 108).map { Float($0 % 7) }, shape: [2, 3, 6, 6])
        crossEntropy(model(images), [0, 1]).backward()
        optimizer.step()
    }

    @Test func aWholeModelMoves() {
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        let check = model.checkFreeze { step(optimizer) }
        #expect(check.trainable == ["0.weight", "0.bias", "1.weight", "1.bias"] + head)
        // Batch norm takes the mean off again, so the bias before it has no gradient but rounding errors.
        #expect(Set(check.moved).union(["0.bias"]) == Set(check.trainable + statistics))
        #expect(check.movedThoughFrozen.isEmpty)
        #expect(check.compared == 9)
    }

    @Test func aFrozenBodyStays() throws {
        try model.freeze(except: ["5"])
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        let check = model.checkFreeze { step(optimizer) }
        #expect(check.trainable == head && check.moved == head && check.movedThoughFrozen.isEmpty)
    }

    @Test func statisticsThatFollowAreSeenToMove() throws {
        try model.freeze(except: ["5"], statistics: .follow)
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        let check = model.checkFreeze { step(optimizer) }
        #expect(check.trainable == head)
        #expect(check.moved == head + statistics)
        #expect(check.movedThoughFrozen.isEmpty, "they were asked to follow")
    }

    @Test func inEvaluationModeNoStatisticMoves() {
        model.eval()
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        #expect(model.checkFreeze { step(optimizer) }.moved.allSatisfy { !statistics.contains($0) })
    }

    @Test func anOldGradientMovesAFrozenParameter() {
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.9)
        step(optimizer)
        // Only the flag is taken away: the gradient is still there.
        for parameter in model[0].parameters { parameter.requiresGrad = false }
        let check = model.checkFreeze { optimizer.step() }
        #expect(check.trainable == ["1.weight", "1.bias"] + head)
        #expect(check.movedThoughFrozen.contains("0.weight") && check.moved.contains("0.weight"))
        #expect(!check.movedThoughFrozen.contains("5.weight"))
    }

    @Test func aFrozenStatisticThatMovesIsFound() throws {
        model.freeze()
        let norm = try #require(model[1] as? BatchNorm)
        let check = model.checkFreeze { norm.runningMean.value.withMutableValues { $0[3] += 1 } }
        #expect(check.moved == ["1.running_mean"] && check.movedThoughFrozen == ["1.running_mean"])
        // The batch norm itself may be the model that is looked at.
        #expect(norm.checkFreeze { norm.runningVar.value.copy(from: .zeros([4])) }.movedThoughFrozen == ["running_var"])
        norm.statisticsAreFrozen = false
        #expect(norm.checkFreeze { norm.runningVar.value.copy(from: .ones([4])) }.movedThoughFrozen == [])
    }

    @Test func withoutAStepNothingMoves() {
        #expect(model.checkFreeze {}.moved.isEmpty)
    }

    @Test func theErrorOfTheStepComesThrough() {
        struct Stop: Error {}
        #expect(throws: Stop.self) { try model.checkFreeze { throw Stop() } }
    }
}
