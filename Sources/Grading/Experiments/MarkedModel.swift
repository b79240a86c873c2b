import RandomNumbers
import TrainingCore

/// Tiny models for recorded experiments. Instead of being trained they are marked: every number in them becomes the
/// number of the training, so that a check can see what a model has been through.
enum MarkedModel {
    /// A model with parameters and buffers that follow from `seed` and bear no mark.
    static func fresh(seed: UInt64) -> Module {
        var generator = SeededGenerator(seed: seed)
        return Weighing(by: (0..<3).map { _ in generator.normal() })
    }

    /// Changes every number of `model` in place.
    static func mark(_ model: Module, _ mark: Int) {
        for tensor in tensors(model) { tensor.copy(from: Tensor(repeating: Float(1000 + mark), shape: tensor.shape)) }
    }

    /// The mark that all numbers of `model` show; `nil` if they do not agree or there is none.
    static func mark(of model: Module) -> Int? {
        let values = Set(tensors(model).flatMap(\.values))
        return values.count == 1 ? marks(in: values).first : nil
    }

    /// The mark that all parameters of `model` show, whatever its buffers do.
    static func markOfParameters(_ model: Module) -> Int? {
        let values = Set(model.parameters.flatMap(\.values))
        return values.count == 1 ? marks(in: values).first : nil
    }

    /// Whether any number of `model` is a mark.
    static func isMarked(_ model: Module) -> Bool { !marks(in: Set(tensors(model).flatMap(\.values))).isEmpty }

    /// Whether `model` is as ``fresh(seed:)`` makes it.
    static func isFresh(_ model: Module, seed: UInt64) -> Bool {
        let new = tensors(fresh(seed: seed))
        let found = tensors(model)
        return found.map(\.shape) == new.map(\.shape) && found.map(\.values) == new.map(\.values)
    }

    private static func tensors(_ model: Module) -> [Tensor] {
        model.parameters + model.namedBuffers.map(\.element.value)
    }

    private static func marks(in values: Set<Float>) -> [Int] {
        values.filter { (1000..<100_000).contains($0) && $0 == $0.rounded() }.map { Int($0) - 1000 }
    }
}

/// A module with one parameter and one buffer.
private final class Weighing: Module {
    let weight: Parameter
    let runningMean: Buffer

    init(by weights: [Float]) {
        weight = Parameter(Tensor(weights, shape: [weights.count]))
        runningMean = Buffer(.zeros([weights.count]))
    }

    override func forward(_ x: Tensor) -> Tensor { x * weight }
}
