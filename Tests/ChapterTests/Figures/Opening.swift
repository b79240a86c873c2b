import TrainingCore

/// Going on from a trained head with everything open: at the head's rate and at a tenth, with batch-norm statistics
/// that stay and that follow.
struct Opening {
    private let epochs = 4
    private let headRate: Float = 0.003

    func chart() throws -> LineChart {
        let gentle = try points("a tenth, staying", headRate / 10, .stay)
        let harsh = try points("head's rate, staying", headRate, .stay)
        let following = try points("a tenth, following", headRate / 10, .follow)
        return LineChart(panels: [
            .init(
                title: "The rate", xLabel: "epoch with everything open", yLabel: "test accuracy (%)",
                series: [.init("a tenth", points: gentle), .init("the head's", points: harsh)]),
            .init(
                title: "Batch-norm statistics, at a tenth", xLabel: "epoch with everything open",
                yLabel: "test accuracy (%)",
                series: [.init("they stay", points: gentle), .init("they follow", points: following)]),
        ])
    }

    /// Test accuracy before the first epoch and after each.
    private func points(_ name: String, _ rate: Float, _ statistics: StatisticsPolicy) throws -> [Point] {
        try withSeed(1) {  // the same head to start from
            let model = try pretrainedBody()
            let training = try Clothes(.train)
            model.fc = try training.features(of: model).trainedHead()
            model.unfreeze(statistics: statistics)
            let optimizer = AdamW(model.trainableParameters, learningRate: rate)
            let points = try (0...epochs).map { epoch in
                if epoch > 0 { try train(model, optimizer, on: training, steps: training.images.count / 16) }
                let scores = try Clothes(.test).features(of: model)
                return Point(x: Double(epoch), y: scores.accuracy(Sequential()))
            }
            print(name, points)
            return points
        }
    }
}
