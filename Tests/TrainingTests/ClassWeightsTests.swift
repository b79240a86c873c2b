import Testing
import Training

@Suite("Class weights")
struct ClassWeightsTests {
    @Test func balancedWeightsMakeClassesCountTheSame() {
        let counts = [10, 30, 60, 0]
        let weights = ClassWeights.balanced(counts).values
        #expect(weights == [2.5, Float(100.0 / 120), Float(100.0 / 240), 0])
    }

    @Test func effectiveNumbersLieBetweenEqualAndBalanced() {
        let counts = [10, 100, 1000]
        #expect(ClassWeights.effectiveNumber(counts, beta: 0).values == [1, 1, 1])
        // (1 − β) / (1 − βⁿ) with β = 0.99: 0.104583, 0.015774, 0.010000; their sum is 0.130357.
        let weights = ClassWeights.effectiveNumber(counts, beta: 0.99).values
        #expect(zip(weights, [2.40684, 0.36301, 0.23015]).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(abs(weights.reduce(0, +) - 3) < 1e-5)
        let extreme = ClassWeights.effectiveNumber(counts, beta: 1 - 1e-9).values
        #expect(abs(extreme[0] / extreme[2] - 100) < 0.01, "as balanced")
        #expect(ClassWeights.effectiveNumber([5, 0]).values == [2, 0])
    }

    @Test func aSampleHasTheWeightOfItsClass() {
        let weights = ClassWeights.balanced([1, 4])
        #expect(weights.values == [2.5, 0.625])
        #expect(weights.ofSamples([1, 0, 1, 1]) == [0.625, 2.5, 0.625, 0.625])
    }
}
