import Datasets
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
