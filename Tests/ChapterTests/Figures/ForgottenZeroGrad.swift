import TrainingCore

/// A head trained on features of clothes, its gradients forgotten before each backward pass or never.
struct ForgottenZeroGrad {
    private let steps = 60

    func chart() throws -> LineChart {
        let features = try Clothes(.train).features(of: pretrainedBody())
        let series = [("with zeroGrad", true), ("without", false)].map { name, forgets in
            LineChart.Series(name, points: withSeed(1) { losses(features, forgets) })
        }
        return LineChart(panels: [
            .init(title: "A head on frozen features", xLabel: "step", yLabel: "training loss", series: series)
        ])
    }

    private func losses(_ features: Features, _ forgets: Bool) -> [Point] {
        let head = Linear(features.values.shape[1], 10)
        let optimizer = AdamW(head.parameters, learningRate: 0.001)
        return (0..<steps).map { step in
            if forgets { optimizer.zeroGrad() }
            let loss = crossEntropy(head(features.values), features.labels)
            loss.backward()
            optimizer.step()
            return Point(x: Double(step), y: Double(loss.item))
        }
    }
}
