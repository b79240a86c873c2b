import Datasets
import Foundation
import Layers
import Models
import Optimizers
import RandomNumbers
import Tensors
import Testing
import Training

@Suite("What bfloat16 costs")
struct Bfloat16AccuracyTests {
    /// The shipped weights on the shipped test images: rounding changes next to none of the predictions.
    @Test func predictionsHardlyChange() throws {
        let loader = DataLoader(
            try FashionMNIST.folder(.test), transforms: Preset.fashionMNIST.evaluationTransforms(), batchSize: 50)
        let model = try ResNet.fashionMNIST()
        let exact = try evaluate(model, on: loader)
        let rounded = try withBfloat16 { try evaluate(model, on: loader) }
        let same = zip(exact.predictions, rounded.predictions).filter { $0 == $1 }.count
        #expect(same >= 396, "of 400 predictions \(same) stayed")
        #expect(abs(exact.accuracy - rounded.accuracy) <= 0.005)
        #expect((exact.confidences != rounded.confidences) == bfloat16IsAvailable)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["MEASURE"] != nil)) func measure() throws {
        let all = DataLoader(
            try FashionMNIST.original("t10k", in: "/tmp/fm/u"), transforms: Preset.fashionMNIST.evaluationTransforms(), batchSize: 50)
        let model = try ResNet.fashionMNIST()
        let exact = try evaluate(model, on: all)
        let rounded = try withBfloat16 { try evaluate(model, on: all) }
        print("RESULT small", exact.accuracy, rounded.accuracy, zip(exact.predictions, rounded.predictions).filter { $0 == $1 }.count)
        for seed in [UInt64(1), 2, 3] {
            for bf in [false, true] {
                func run() throws -> [Evaluation] {
                    let net = try EfficientNetLite.imageNet()
                    withSeed(seed) { net.fc = Linear(1280, 10) }
                    try net.freeze(except: ["_fc"])
                    let t = Preset.efficientNetLite0.evaluationTransforms(size: 96)
                    let train = DataLoader(try FashionMNIST.folder(.train), transforms: t, batchSize: 32, sampler: .shuffled, seed: seed, dropLast: true)
                    let test = DataLoader(try FashionMNIST.folder(.test), transforms: t, batchSize: 50)
                    try fit(net, training: train, validation: test, optimizer: AdamW(net.trainableParameters, learningRate: 3e-3), epochs: 5, schedule: OneCycle(steps: 5 * train.batchCount))
                    return [try evaluate(net, on: test), try withBfloat16 { try evaluate(net, on: test) }]
                }
                let r = bf ? try withBfloat16 { try run() } : try run()
                print("RESULT lite trained in", bf ? "bf16" : "fp32", "seed", seed, r.map { ($0.accuracy, $0.loss) })
            }
        }
    }
}
