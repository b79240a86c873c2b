import Layers
import RandomNumbers
import Tensors
import Testing

@Suite("Dropout and stochastic depth")
struct DropoutTests {
    /// Two layers from the same seed, and one from another.
    private func layers<Layer: Module>(_ make: () -> Layer) -> (Layer, same: Layer, other: Layer) {
        (withSeed(5, make), withSeed(5, make), withSeed(6, make))
    }

    @Test func aFrozenBranchIsNeverLeftOut() {
        let x = Tensor.ones([64, 3])
        let branch = Sequential(Linear(3, 3), withSeed(1) { DropPath(0.5) })
        let whole = branch[0](x).values
        #expect(branch(x).values != whole)
        branch.freeze()
        #expect(branch(x).values == whole && branch[1].isTraining)
        branch.freeze(statistics: .follow)
        #expect(branch(x).values != whole)
        branch.freeze()
        branch.unfreeze()
        #expect(branch(x).values != whole)
    }

    @Test func dropoutDropsSingleNumbersAndScalesTheOthersUp() {
        let y = withSeed(1) { Dropout(0.2) }(.ones([100, 100])).values
        #expect(Set(y) == [0, 1.25])
        #expect(Dropout().detail == "p 0.5")
        // One standard deviation is 40.
        #expect(abs(y.filter { $0 == 0 }.count - 2000) < 200)
    }

    @Test func dropPathDropsWholeSamplesAndScalesTheOthersUp() {
        let x = Tensor((0..<4000).map { Float($0 % 4 + 1) }, shape: [1000, 2, 2, 1])
        let y = withSeed(1) { DropPath(0.2) }(x).values
        let samples = stride(from: 0, to: 4000, by: 4).map { Array(y[$0..<$0 + 4]) }
        #expect(Set(samples) == [[0, 0, 0, 0], [1.25, 2.5, 3.75, 5]])
        // One standard deviation is 13.
        #expect(abs(samples.filter { $0[0] == 0 }.count - 200) < 60)
    }

    @Test func inEvaluationNothingHappens() {
        let x = Tensor.ones([100, 2])
        for layer in [Dropout(0.5), DropPath(0.5)] as [Module] {
            #expect(layer.eval()(x) === x)
            #expect(layer.train()(x).values.contains(0))
        }
    }

    @Test func withProbabilityZeroNothingHappens() {
        let x = Tensor.ones([100, 2])
        #expect(Dropout(0)(x).values == x.values)
        #expect(DropPath(0)(x).values == x.values)
    }

    @Test func withProbabilityOneNothingIsLeft() {
        for layer in [Dropout(1), DropPath(1)] as [Module] {
            let x = Tensor.ones([50, 2])
            x.requiresGrad = true
            let y = layer(x)
            sum(y).backward()
            #expect(y.values.allSatisfy { $0 == 0 } && x.grad?.values.allSatisfy { $0 == 0 } == true)
            #expect(layer.eval()(x) === x)
        }
    }

    @Test func channelsThatFillNoBlockAreDroppedAsWell() {
        let x = Conv2d(3, 17, kernel: 1)(.ones([4, 3, 5, 5]))
        let (values, plane) = (x.values, 17 * 25)
        let y = withSeed(1) { Dropout() }(x).values
        #expect(zip(y, values).allSatisfy { $0 == 0 || $0 == 2 * $1 })
        #expect(y.contains(0) && y.contains { $0 != 0 })
        let samples = withSeed(1) { DropPath(0.5) }(x).values
        let kept = (0..<4).map { samples[$0 * plane] != 0 }
        #expect(samples == values.indices.map { kept[$0 / plane] ? 2 * values[$0] : 0 })
        #expect(Set(kept).count == 2)
    }

    @Test func theMeanStays() {
        for probability: Float in [0.1, 0.5, 0.9] {
            for layer in withSeed(2, { [Dropout(probability), DropPath(probability)] as [Module] }) {
                let y = layer(.ones([10_000, 1])).values
                // Five standard deviations.
                let deviation = (probability / (1 - probability) / 10_000).squareRoot()
                #expect(abs(y.reduce(0, +) / 10_000 - 1) < 5 * deviation, "\(type(of: layer)) \(probability)")
            }
        }
    }

    @Test func aProbabilityIsBetweenZeroAndOne() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Dropout(1.5)
        }
        #expect(errorText(result).contains("Dropout: the probability must be in 0…1, not 1.5"))
    }

    @Test func aSeedDecidesTheMasks() {
        let x = Tensor.ones([100, 2])
        let (drop, sameDrop, otherDrop) = layers { Dropout() }
        let first = drop(x).values
        #expect(first == sameDrop(x).values && first != otherDrop(x).values)
        #expect(drop(x).values != first, "each batch gets a mask of its own")

        let (path, samePath, otherPath) = layers { DropPath(0.5) }
        let kept = path(x).values
        #expect(kept == samePath(x).values && kept != otherPath(x).values)
        #expect(path(x).values != kept)
    }

    @Test func twoLayersHaveTwoMasks() {
        let x = Tensor.ones([100, 2])
        let (a, b) = withSeed(1) { (Dropout(), Dropout()) }
        #expect(a(x).values != b(x).values)
    }

    @Test func theGradientHasTheSameHoles() {
        for layer in [Dropout(0.5), DropPath(0.5)] as [Module] {
            let x = Tensor.ones([100, 2])
            x.requiresGrad = true
            let y = layer(x)
            sum(y).backward()
            #expect(x.grad?.values == y.values)
        }
    }
}
