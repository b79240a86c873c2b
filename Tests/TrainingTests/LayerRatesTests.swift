import Layers
import Optimizers
import Parity
import Tensors
import Testing
import Training

@Suite("Rates of layer groups")
struct LayerRatesTests {
    @Test(arguments: [1, 2, 3, 6]) func slicesAreFastais(_ count: Int) throws {
        let row = ParityRow("Recipes", "LayerRates, fastai's slices", "rates", limit: 1e-6)
        let (one, two) = (try recipe("slice(1e-3), \(count) groups"), try recipe("slice(1e-5, 1e-3), \(count) groups"))
        for (found, expected) in [(LayerRates.head(1e-3), one), (.geometric(from: 1e-5, to: 1e-3), two)] {
            let rates = found.rates(count: count)
            try #require(rates.count == expected.count)
            for (rate, expected) in zip(rates, expected) { #expect(row.error([rate], [expected]) < row.limit) }
        }
    }

    @Test func layerDecayIsTimms() throws {
        let row = ParityRow("Recipes", "LayerRates, timm's layer decay", "rates", limit: 1e-6)
        #expect(
            row.error(LayerRates.decaying(1e-3).rates(count: 6), try recipe("layer decay 0.75, 6 groups")) < row.limit)
    }

    @Test func theBodyMayBeDividedByMoreTheFartherItIsFromTheHead() {
        let rates = LayerRates.head(1, bodyDividedBy: 10...1000).rates(count: 4)
        #expect(zip(rates, [0.001, 0.01, 0.1, 1]).allSatisfy { abs($0 / $1 - 1) < 1e-5 })
        #expect(LayerRates.head(1, bodyDividedBy: 10...1000).rates(count: 1) == [1])
        #expect(LayerRates.same(0.5).rates(count: 3) == [0.5, 0.5, 0.5])
    }

    @Test func normsAndBiasesAreSparedFromDecayUnlessAskedFor() {
        let groups = threeParts().layerGroups
        let spared = groups.parameterGroups(.geometric(from: 1e-4, to: 1e-2), weightDecay: 0.1)
        #expect(spared.map(\.name) == ["0", "0, without decay", "1", "1, without decay", "2", "2, without decay"])
        #expect(spared.map(\.weightDecay) == [0.1, 0, 0.1, 0, 0.1, 0])
        #expect(spared.map { $0.parameters.map(\.rank) } == [[4], [1, 1], [4], [1, 1], [2], [1]])
        let rates: [Float] = [1e-4, 1e-4, 1e-3, 1e-3, 1e-2, 1e-2]
        #expect(zip(spared.map(\.learningRate), rates).allSatisfy { abs($0 / $1 - 1) < 1e-6 })

        let all = groups.parameterGroups(.same(1), weightDecay: 0.1, decaysVectors: true)
        #expect(all.map(\.parameters.count) == [3, 3, 2] && all.allSatisfy { $0.weightDecay == 0.1 })
        #expect(groups.parameterGroups(.same(1)).map(\.parameters.count) == [3, 3, 2], "no decay, nothing to spare")
    }

    @Test func aSharedParameterStandsInItsFirstGroup() {
        let shared = Linear(2, 2)
        let groups = Sequential(Sequential(shared), Sequential(shared, Linear(2, 2))).layerGroups
        #expect(groups.parameterGroups(.same(1)).map(\.parameters.count) == [2, 2])
    }

    @Test func ratesOfAnOptimizerCanBeSetAnew() {
        let groups = threeParts().layerGroups
        let optimizer = fastaiAdam(groups.parameterGroups(.same(1), weightDecay: 0.1))
        groups.setRates(.head(1, bodyDividedBy: 2...4), of: optimizer)
        #expect(optimizer.groups.map(\.learningRate) == [0.25, 0.25, 0.5, 0.5, 1, 1])
    }
}
