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
    /// What is remembered of each parameter from one step to the next, under PyTorch's names: `momentum_buffer`, …
    package var memory: [Remembered: [String: Tensor]] = [:]

    /// A parameter of which something is remembered. It is kept alive: a new one at the same address would else inherit
    /// its memory.
    package struct Remembered: Hashable {
        private let parameter: Parameter

        package init(_ parameter: Parameter) { self.parameter = parameter }

        package static func == (one: Self, other: Self) -> Bool { one.parameter === other.parameter }
        package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(parameter)) }
    }

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

    /// Forgets everything that is remembered from one step to the next, momentum and all; the next step is like a first
    /// one. Rates stay. What is remembered no longer fits when other parameters begin to learn, or so fastai sees it: it
    /// does this whenever a model is frozen or unfrozen.
    public func forgetSteps() { memory = [:] }

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

    /// The names under which a parameter that has taken a step is remembered: those that there must be, and one that there
    /// may be besides. What bears the name `step` is a count, everything else has the parameter's shape.
    package var memoryNames: (required: [String], optional: [String]) { ([], []) }

    /// The shape of what is remembered of `parameter` under a name.
    package static func memoryShape(_ name: String, of parameter: Parameter) -> [Int] {
        name == "step" ? [] : parameter.shape
    }

    /// What is remembered of `parameter` under a name; zeros that can be changed in place if there was nothing.
    func remembered(_ name: String, of parameter: Parameter) -> Tensor {
        let key = Remembered(parameter)
        if let tensor = memory[key]?[name] { return tensor }
        let zeros = Tensor.zeros(Self.memoryShape(name, of: parameter))
        memory[key, default: [:]][name] = zeros
        return zeros
    }

    /// Counts one more step of `parameter` and returns how many it has taken.
    func countStep(of parameter: Parameter) -> Int {
        remembered("step", of: parameter).withMutableValues { count in
            count[0] += 1
            return Int(count[0])
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
