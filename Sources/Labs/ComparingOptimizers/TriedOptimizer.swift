import TrainingCore

/// The optimizers that are compared, with what PyTorch has as defaults where nothing is said.
enum TriedOptimizer: String, CaseIterable {
    /// Stochastic gradient descent, without momentum.
    case plain = "SGD"
    /// With a momentum of 0.9.
    case momentum = "SGD with momentum"
    /// Nesterov's variant of it.
    case nesterov = "SGD with Nesterov"
    /// With momentum, the rate falling along a cosine in the first third of the steps and once more in the rest.
    case restarts = "SGD with restarts"
    /// With a momentum that stays at 0.9, and one cycle of the rate.
    case stillCycle = "SGD with a rate cycle"
    /// One cycle of the rate, and of the momentum the other way: 0.95, 0.85, 0.95.
    case oneCycle = "SGD with one cycle"
    case rmsprop = "RMSprop"
    case adam = "Adam"
    /// With a decoupled decay of 0.01.
    case adamW = "AdamW"

    /// Whether it has a scale of its own for each weight.
    var isAdaptive: Bool { [.rmsprop, .adam, .adamW].contains(self) }

    /// The rate in the middle of those that it is tried with.
    private var middle: Double {
        switch self {
        case .plain: 0.3
        case .rmsprop: 0.001
        case .adam, .adamW: 0.003
        default: 0.03
        }
    }

    /// Its middle rate times each of the ratios: all optimizers are tried with the same ratios.
    func rates(_ ratios: [Double]) -> [Double] { ratios.map { $0 * middle } }

    /// A new optimizer for the parameters.
    func make(_ parameters: [Parameter], rate: Double) -> Optimizer {
        let rate = Float(rate)
        return switch self {
        case .plain: SGD(parameters, learningRate: rate)
        case .nesterov: SGD(parameters, learningRate: rate, momentum: 0.9, nesterov: true)
        case .momentum, .restarts, .stillCycle, .oneCycle: SGD(parameters, learningRate: rate, momentum: 0.9)
        case .rmsprop: RMSprop(parameters, learningRate: rate)
        case .adam: Adam(parameters, learningRate: rate)
        case .adamW: AdamW(parameters, learningRate: rate)
        }
    }

    /// What becomes of the rate in so many steps; `nil` where it stays.
    func schedule(steps: Int) -> (any Schedule)? {
        switch self {
        case .restarts: CosineWarmRestarts(firstCycle: max(steps / 3, 1), growth: 2)
        case .stillCycle: OneCycle(steps: steps, momentum: (0.9, 0.9))
        case .oneCycle: OneCycle(steps: steps)
        default: nil
        }
    }
}
