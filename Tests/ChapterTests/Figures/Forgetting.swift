import TrainingCore

/// Fine-tuning on five classes at two rates, and what becomes of the five classes learned before.
struct Forgetting {
    private let epochs = 4
    private let rates: [Float] = [2e-5, 5e-4]

    func chart() throws -> LineChart {
        var (old, new): ([LineChart.Series], [LineChart.Series]) = ([], [])
        for rate in rates {
            let (first, second) = try withSeed(1) { try run(rate) }  // the same heads to start from
            print(rate, first, second)
            let name = rate == rates[0] ? "rate 0.00002" : "rate 0.0005"
            old.append(.init(name, points: first))
            new.append(.init(name, points: second))
        }
        return LineChart(panels: [
            .init(
                title: "The new task", xLabel: "epoch of fine-tuning on the new task", yLabel: "accuracy (%)",
                series: new),
            .init(
                title: "The old task, with its old head", xLabel: "epoch of fine-tuning on the new task",
                yLabel: "accuracy (%)", series: old),
        ])
    }

    /// Accuracy on the old and on the new task, before the first epoch and after each.
    private func run(_ rate: Float) throws -> (old: [Point], new: [Point]) {
        let body = try pretrainedBody()
        let (first, second) = (0..<5, 5..<10)
        let training = try Clothes(.train, classes: second)
        let oldHead = try Clothes(.train, classes: first).features(of: body).trainedHead()
        let newHead = try training.features(of: body).trainedHead()
        let model = Sequential(body, newHead)
        model.freeze()
        model.unfreeze(statistics: .stay)
        let optimizer = AdamW(model.parameters, learningRate: rate)
        var (old, new): ([Point], [Point]) = ([], [])
        for epoch in 0...epochs {
            if epoch > 0 { try train(model, optimizer, on: training, steps: 500 / 16) }
            let x = Double(epoch)
            old.append(Point(x: x, y: try Clothes(.test, classes: first).features(of: body).accuracy(oldHead)))
            new.append(Point(x: x, y: try Clothes(.test, classes: second).features(of: body).accuracy(newHead)))
        }
        return (old, new)
    }
}
