import Checks
import Foundation

/// Leslie Smith's cyclical rates, PyTorch's `CyclicLR`: the rate rises in a straight line and falls in another, again and
/// again, while the momentum does the opposite.
///
/// PyTorch has two rates here, `base_lr` and `max_lr`. A group's own rate is the upper one; ``low`` is the lower one
/// divided by it.
public struct Cyclic: Schedule {
    /// What becomes of the height of the triangles.
    public enum Shape: Sendable, Equatable {
        /// It stays.
        case triangular
        /// Each cycle is half as high as the last.
        case triangular2
        /// It is multiplied with `gamma` at every step.
        case expRange(gamma: Double)
    }

    /// The lowest rate, as a share of a group's own; `base_lr / max_lr` in PyTorch.
    public let low: Double
    /// How many steps the rate rises and falls; `step_size_up` and `step_size_down` in PyTorch.
    public let rising: Int, falling: Int
    /// What becomes of the height of the triangles.
    public let shape: Shape
    /// The momentum (or β₁) at the top rate and at the lowest; `nil` leaves the optimizer its own.
    public let momentum: (low: Double, high: Double)?

    /// Cycles of `rising` and `falling` steps, the second as many as the first if left out; momentum as in PyTorch.
    public init(
        low: Double, rising: Int = 2000, falling: Int? = nil, shape: Shape = .triangular,
        momentum: (low: Double, high: Double)? = (0.8, 0.9)
    ) {
        let falling = falling ?? rising
        require(
            rising > 0 && falling > 0,
            "Cyclic: the rate must rise and fall for at least one step each, not \(rising) and \(falling)")
        (self.low, self.rising, self.falling, self.shape, self.momentum) = (low, rising, falling, shape, momentum)
    }

    /// What a group's own rate, the highest, is multiplied with at a step.
    public func factor(at step: Int) -> Double { low + (1 - low) * height(at: step) }

    /// The momentum at a step: low where the rate is high.
    public func momentum(at step: Int) -> Double? {
        momentum.map { $0.high - ($0.high - $0.low) * height(at: step) }
    }

    /// Where between the lowest rate, 0, and the highest, 1, a step lies.
    private func height(at step: Int) -> Double {
        let (cycle, stepInCycle) = step.quotientAndRemainder(dividingBy: rising + falling)
        let triangle =
            stepInCycle <= rising
            ? Double(stepInCycle) / Double(rising) : Double(rising + falling - stepInCycle) / Double(falling)
        return switch shape {
        case .triangular: triangle
        case .triangular2: triangle / pow(2, Double(cycle))
        case .expRange(let gamma): triangle * pow(gamma, Double(step))
        }
    }
}
