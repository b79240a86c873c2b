import Checks
import Tensors

/// Changes parameters along their gradients. Subclasses say how.
///
/// A parameter whose gradient is `nil` is skipped entirely: no decay, no momentum. One whose gradient is zero is not.
/// Freezing a parameter does not take it out of an optimizer; it only keeps new gradients from arriving.
public class Optimizer {
    /// The groups; their rates may be changed between steps.
    public var groups: [ParameterGroup]
    /// How much of the last steps' direction is kept: SGD's momentum, Adam's β₁. Some schedules cycle it.
    public var momentum: Float
    /// Hears of every step just before it is taken, when gradients and rates are those that it will use; for looking
    /// into a training run.
    public var stepObserver: ((Optimizer) -> Void)?

    /// An optimizer for the given groups.
    ///
    /// - Precondition: there is at least one parameter, and none stands in two places.
    init(_ groups: [ParameterGroup], momentum: Float) {
        let all = groups.flatMap(\.parameters)
        require(
            !all.isEmpty,
            "\(Self.self): there are no parameters to optimise. Is everything frozen? Unfreeze the head first.")
        require(
            Set(all.map(ObjectIdentifier.init)).count == all.count,
            "\(Self.self): a parameter stands in two groups or twice in one; each may stand in one place only")
        self.groups = groups
        self.momentum = momentum
    }

    /// All parameters, group by group.
    public var parameters: [Parameter] { groups.flatMap(\.parameters) }

    /// Forgets the gradients of all parameters, so that the next backward pass starts afresh.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }

    /// Changes every parameter that has a gradient.
    public func step() {
        stepObserver?(self)
        for group in groups {
            for parameter in group.parameters {
                guard let gradient = parameter.grad else { continue }
                gradient.withValues { gradient in
                    parameter.withMutableValues { update(parameter, values: $0, gradient: gradient, in: group) }
                }
            }
        }
    }

    /// Changes one parameter's `values` in place.
    func update(
        _ parameter: Parameter, values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
        in group: ParameterGroup
    ) {
        fatalError("\(Self.self) does not say how to change a parameter")
    }
}
