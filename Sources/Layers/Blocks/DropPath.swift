import Checks
import RandomNumbers
import Tensors

/// Stochastic depth (Huang et al., 2016): in training, sets whole samples to zero with a probability and scales the
/// others up; in evaluation, does nothing. Stands at the end of a residual branch.
public final class DropPath: Module, Repeatable, DrawingModule {
    private let probability: Float
    package var generator: SeededGenerator

    /// Leaves out each sample with `probability`.
    public init(_ probability: Float) {
        require((0...1).contains(probability), "DropPath: the probability must be in 0…1, not \(probability)")
        self.probability = probability
        generator = RandomScope.generator()
    }

    /// `[batch, …]` with some samples zero in training, `x` itself in evaluation.
    public override func forward(_ x: Tensor) -> Tensor {
        guard isTraining && probability > 0 else { return x }
        return scaleSamples(
            x, by: (0..<x.shape[0]).map { _ in generator.uniform() < probability ? 0 : 1 / (1 - probability) })
    }

    /// Whether nothing is left out in the present mode.
    public var isRepeatable: Bool { !isTraining || probability == 0 }

    /// `p 0.1`
    public override var detail: String { "p \(probability)" }
}
