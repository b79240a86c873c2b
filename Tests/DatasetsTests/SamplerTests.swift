import Datasets
import Parity
import RandomNumbers
import Testing

struct SamplerTests {
    @Test func sequentialIsInOrder() {
        #expect(Sampler.sequential.order(count: 4, epoch: 7, seed: 1) == [0, 1, 2, 3])
    }

    @Test func shuffledIsTheEpochsPermutation() {
        let order = Sampler.shuffled.order(count: 100, epoch: 3, seed: 5)
        var generator = SeededGenerator(seed: 5).stream(3)
        #expect(order == generator.permutation(100))
        #expect(order.sorted() == Array(0..<100))
        #expect(order == Sampler.shuffled.order(count: 100, epoch: 3, seed: 5))
        #expect(order != Sampler.shuffled.order(count: 100, epoch: 4, seed: 5))
        #expect(order != Sampler.shuffled.order(count: 100, epoch: 3, seed: 6))
    }

    @Test func weightedDrawsInProportion() {
        let weights: [Double] = [0, 3, 0, 1, 4, 0]
        let draws = Sampler.weighted(weights, count: 80_000).order(count: 6, epoch: 0, seed: 2)
        let counts = (0..<6).map { index in draws.count { $0 == index } }
        #expect(draws.count == 80_000)
        for (count, weight) in zip(counts, weights) {
            // Five standard deviations of a binomial count.
            let mean = 80_000 * weight / 8
            let deviation = (mean * (1 - weight / 8)).squareRoot()
            #expect(abs(Double(count) - mean) <= 5 * deviation)
        }
    }

    @Test func weightedDrawsAsOftenAsTorch() throws {
        let test = try Fixture.load().weighted
        let draws = Sampler.weighted(test.weights, count: 100_000).order(
            count: test.weights.count, epoch: 0, seed: 4)
        let shares = test.weights.indices.map { index in Float(draws.count { $0 == index }) / 100_000 }
        let row = ParityRow("Datasets", "WeightedRandomSampler", "shares of 100,000 draws", limit: 2e-2)
        #expect(row.error(shares, test.shares) < row.limit)
        #expect(shares[1] == 0 && test.shares[1] == 0)
    }

    @Test func weightedRepeatsWithTheSeedAndDiffersByEpoch() {
        let sampler = Sampler.weighted([1, 2, 3], count: 50)
        #expect(sampler.sampleCount(of: 3) == 50)
        #expect(sampler.order(count: 3, epoch: 0, seed: 1) == sampler.order(count: 3, epoch: 0, seed: 1))
        #expect(sampler.order(count: 3, epoch: 0, seed: 1) != sampler.order(count: 3, epoch: 1, seed: 1))
    }

    @Test func balancedWeighsByClassSize() {
        let dataset = Subset(CountingDataset(10), indices: [0, 2, 4, 1])
        let third = 1.0 / 3
        #expect(Sampler.balanced(dataset) == .weighted([third, third, third, 1], count: 4))
    }

    @Test func emptyDatasetHasEmptyOrders() {
        #expect(Sampler.shuffled.order(count: 0, epoch: 0, seed: 0) == [])
        #expect(Sampler.balanced(CountingDataset(0)).order(count: 0, epoch: 0, seed: 0) == [])
    }

    @Test func senselessWeightsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = Sampler.weighted([1, -1, 2], count: 1).order(count: 3, epoch: 0, seed: 0)
        }
        await #expect(processExitsWith: .failure) {
            _ = Sampler.weighted([0, 0], count: 1).order(count: 2, epoch: 0, seed: 0)
        }
        await #expect(processExitsWith: .failure) {
            _ = Sampler.weighted([1, 1], count: 1).order(count: 3, epoch: 0, seed: 0)
        }
    }
}
