import Datasets
import Layers
import Optimizers
import Tensors
import Testing
import Training
import Weights

@Suite("Mixed images")
struct MixupTests {
    @Test func imagesAreBlendedWithTheirPartners() {
        let mixed = Mix(share: 0.75, partners: [1, 2, 0]).images(Tensor([0, 4, 8, 12, 100, 200], shape: [3, 2]))
        #expect(mixed.shape == [3, 2] && mixed.values == [2, 6, 31, 59, 75, 151])
    }

    @Test func theLossIsThatOfMixedTargets() {
        let logits = Parameter(RuleFill.tensor("logits", [3, 4]))
        let other = Parameter(logits)
        let mix = Mix(share: 0.7, partners: [2, 0, 1])
        let loss = mix.loss(logits, [1, 3, 0])
        loss.backward()
        let targets = Tensor([0.3, 0.7, 0, 0, 0, 0.3, 0, 0.7, 0.7, 0, 0, 0.3], shape: [3, 4])
        let same = crossEntropy(other, targets: targets)
        same.backward()
        #expect(abs(loss.item - same.item) < 1e-6)
        #expect(zip(logits.grad?.values ?? [], other.grad?.values ?? []).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// Of λ ~ Beta(α, α), max(λ, 1 − λ) has mean ½ + E|λ − ½|; for α = 1 that is ¾, for α = ½ it is ½ + 1/π.
    @Test(arguments: [(1, 0.75), (0.5, 0.5 + 1 / Double.pi), (0.001, 1)])
    func sharesAreBetaDistributed(_ alpha: Double, _ mean: Double) {
        let mixup = Mixup(alpha: alpha, seed: 3)
        let shares = (0..<4000).map { Double(mixup.mix(of: 1, epoch: 1, step: $0).share) }
        #expect(shares.allSatisfy { (0.5...1).contains($0) })
        // The mean of 4,000 shares strays by 0.0025 at most from one seed to the other.
        #expect(abs(shares.reduce(0, +) / 4000 - mean) < 0.01)
    }

    @Test func howABatchIsMixedDependsOnSeedEpochAndStep() {
        let mix = Mixup(seed: 1).mix(of: 16, epoch: 2, step: 3)
        #expect(mix.partners.sorted() == Array(0..<16))
        #expect(mix == Mixup(seed: 1).mix(of: 16, epoch: 2, step: 3))
        let others = [
            Mixup(seed: 2).mix(of: 16, epoch: 2, step: 3), Mixup(seed: 1).mix(of: 16, epoch: 3, step: 3),
            Mixup(seed: 1).mix(of: 16, epoch: 2, step: 4),
        ]
        #expect(others.allSatisfy { $0 != mix })
    }

    @Test func fitMixesAndKeepsNoFeatures() throws {
        let (model, other) = (threeParts(), threeParts())
        let mixup = Mixup(alpha: 1, seed: 5)
        var reports: [FeatureCacheReport] = []
        for model in [model, other] { model.layerGroups.freeze(to: -1) }
        try fit(
            model, training: Pictures.training, validation: Pictures.validation,
            optimizer: SGD(model.parameters, learningRate: 0.1), epochs: 2, firstEpoch: 4, mixup: mixup,
            onCache: { reports.append($0) })
        #expect(reports.map(\.part) == [.validation])

        let optimizer = SGD(other.parameters, learningRate: 0.1)
        for epoch in 4..<6 {
            var step = 0
            try Pictures.training.forEachBatch(epoch: epoch) { batch in
                let mix = mixup.mix(of: batch.count, epoch: epoch, step: step)
                other.zeroGrad()
                mix.loss(other(mix.images(batch.images)), batch.labels).backward()
                optimizer.step()
                step += 1
            }
        }
        #expect(model.state == other.state)
    }

    @Test func fitTakesALossOfOnesOwn() throws {
        let (model, other) = (threeParts(), threeParts())
        let weights: [Float] = [1, 2, 0.5]
        try fit(
            model, training: Pictures.training, validation: Pictures.validation,
            optimizer: SGD(model.parameters, learningRate: 0.1), epochs: 1,
            loss: { crossEntropy($0, $1, classWeights: weights) })
        let optimizer = SGD(other.parameters, learningRate: 0.1)
        try Pictures.training.forEachBatch(epoch: 0) { batch in
            other.zeroGrad()
            crossEntropy(other(batch.images), batch.labels, classWeights: weights).backward()
            optimizer.step()
        }
        #expect(model.state == other.state)
    }

    @Test func partnersOutsideOfTheBatchStopWithAWord() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Mix(share: 0.5, partners: [7, -3])
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("the partners of a batch of 2 are places in it, not [7, -3]"))
    }
}
