import Checks
import RandomNumbers
import Tensors

/// Stochastic depth (Huang et al., 2016): in training, sets whole samples to zero with a probability and scales the
/// others up; in evaluation, does nothing. Stands at the end of a residual branch.
public final class DropPath: Module, Repeatable, DrawingModule {
    /// Whether nothing is left out even in training mode. Freezing sets it: a branch that does not learn gains nothing
    /// from it.
    public var isStill = false

    private let probability: Float
    package var generator: SeededGenerator

    /// Leaves out each sample with `probability`.
    public init(_ probability: Float) {
        require((0...1).contains(probability), "DropPath: the probability must be in 0…1, not \(probability)")
        self.probability = probability
        generator = RandomScope.generator()
    }

    /// `[batch, …]` with some samples zero in training, `x` itself in evaluation and when ``isStill``.
    public override func forward(_ x: Tensor) -> Tensor {
        guard !isRepeatable else { return x }
        return scaleSamples(
            x, by: (0..<x.shape[0]).map { _ in generator.uniform() < probability ? 0 : 1 / (1 - probability) })
    }

    /// Whether nothing is left out in the present mode.
    public var isRepeatable: Bool { !isTraining || isStill || probability == 0 }

    /// `p 0.1`
    public override var detail: String { "p \(probability)" }
}
