import Checks
import RandomNumbers
import Tensors

/// In training, sets each number to zero with a probability and scales the rest up; in evaluation, does nothing.
///
/// The masks come from the scope's generator at the time the layer is made, see ``RandomNumbers/withSeed(_:_:)``.
public final class Dropout: Module, Repeatable, DrawingModule {
    private let probability: Float
    package var generator: SeededGenerator

    /// Drops each number with `probability`, 0.5 as in PyTorch if left out.
    public init(_ probability: Float = 0.5) {
        require((0...1).contains(probability), "Dropout: the probability must be in 0…1, not \(probability)")
        self.probability = probability
        generator = RandomScope.generator()
    }

    /// `x` with holes in training, `x` itself in evaluation.
    public override func forward(_ x: Tensor) -> Tensor {
        isTraining ? dropout(x, probability: probability, using: &generator) : x
    }

    /// Whether nothing is left out in the present mode.
    public var isRepeatable: Bool { !isTraining || probability == 0 }

    /// `p 0.2`
    public override var detail: String { "p \(probability)" }
}
