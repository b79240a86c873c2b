import TrainingCore

/// Heads trained on fixed features by SGD and by AdamW at many learning rates: each optimizer has a range of its own.
struct RateComparison {
    private let rates: [Float] = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]
    private let seeds: [UInt64] = [1, 2, 3]
    private let epochs = 5
    private let batchSize = 32

    private let candidates: [(name: String, make: ([Parameter], Float) -> Optimizer)] = [
        ("SGD, momentum 0.9", { SGD($0, learningRate: $1, momentum: 0.9, nesterov: true) }),
        ("AdamW", { AdamW($0, learningRate: $1) }),
    ]

    func chart() throws -> LineChart {
        let body = try pretrainedBody()
        let training = try Clothes(.train).features(of: body)
        let validation = try Clothes(.val).features(of: body)
        let series = candidates.map { name, make in
            let points = rates.map { rate in
                let accuracies = seeds.map { seed in
                    validation.accuracy(trainedHead(on: training, seed) { make($0, rate) })
                }
                print(name, rate, accuracies)
                return Point(x: Double(rate), y: accuracies.reduce(0, +) / Double(accuracies.count))
            }
            return LineChart.Series(name, points: points)
        }
        return LineChart(panels: [
            .init(
                title: "Two optimizers at the same rates", xLabel: "learning rate",
                yLabel: "validation accuracy (%)", series: series, xSpacing: .logarithmic)
        ])
    }

    private func trainedHead(
        on features: Features, _ seed: UInt64, _ makeOptimizer: ([Parameter]) -> Optimizer
    ) -> Linear {
        let (values, width) = (features.values.values, features.values.shape[1])
        let head = withSeed(seed) { Linear(width, 10) }
        let optimizer = makeOptimizer(head.parameters)
        for epoch in 0..<epochs {
            let order = Sampler.shuffled.order(count: features.labels.count, epoch: epoch, seed: seed)
            for start in stride(from: 0, to: order.count - batchSize + 1, by: batchSize) {
                let rows = order[start..<start + batchSize]
                let batch = Tensor(
                    rows.flatMap { values[$0 * width..<($0 + 1) * width] }, shape: [batchSize, width])
                optimizer.zeroGrad()
                crossEntropy(head(batch), rows.map { features.labels[$0] }).backward()
                optimizer.step()
            }
        }
        return head
    }
}
