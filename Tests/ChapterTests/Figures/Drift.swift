import TrainingCore

/// A body whose flags are all off, in training mode: without `freeze()` its batch-norm statistics follow the batches,
/// its features change, and a head trained on the old features loses its footing.
struct Drift {
    private let batches = 60
    private let every = 10

    func chart() throws -> LineChart {
        let head = try Clothes(.train).features(of: pretrainedBody()).trainedHead()
        var (shift, accuracy): ([LineChart.Series], [LineChart.Series]) = ([], [])
        for (name, freeze) in [
            ("flags only", { (body: Module) in body.freeze(statistics: .follow) }),
            ("freeze()", { (body: Module) in body.freeze() }),
        ] {
            let (changes, accuracies) = try run(head, freeze)
            print(name, changes, accuracies)
            shift.append(.init(name, points: changes))
            accuracy.append(.init(name, points: accuracies))
        }
        return LineChart(panels: [
            .init(
                title: "How far the features moved", xLabel: "batches in training mode",
                yLabel: "change of the features (%)", series: shift),
            .init(
                title: "A head trained on the old features", xLabel: "batches in training mode",
                yLabel: "test accuracy (%)", series: accuracy),
        ])
    }

    private func run(_ head: Linear, _ freeze: (Module) -> Void) throws -> (changes: [Point], accuracies: [Point]) {
        let body = try pretrainedBody()
        freeze(body)
        let test = try Clothes(.test, perClass: 20)
        let original = try test.features(of: body).values.values
        let length = original.map { $0 * $0 }.reduce(0, +).squareRoot()
        var (changes, accuracies): ([Point], [Point]) = ([], [])
        let loader = try Clothes(.train).loader(batchSize: 16, shuffled: true)
        let images = loader.batches(epoch: 0)
        for step in 0...batches {
            if step > 0, let batch = try images.next() { _ = body.train()(batch.images) }
            guard step % every == 0 else { continue }
            let features = try test.features(of: body)
            let distance = zip(features.values.values, original).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
            changes.append(Point(x: Double(step), y: Double(100 * distance.squareRoot() / length)))
            accuracies.append(Point(x: Double(step), y: features.accuracy(head)))
        }
        return (changes, accuracies)
    }
}
