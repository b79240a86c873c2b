import TrainingCore

/// The schedules that are compared, all over the same number of steps.
enum TriedSchedule: String, CaseIterable {
    /// The highest rate from the first step to the last.
    case constant
    /// A tenth after each third of the steps.
    case steps
    /// Half a wave from the highest rate to nothing.
    case cosine
    /// The same twice: in the first third of the steps and in the rest.
    case warmRestarts = "warm restarts"
    /// Three triangles between a tenth of the highest rate and the highest; the momentum does the opposite, 0.9 to 0.8.
    case cyclic
    /// PyTorch's one cycle; the momentum goes from 0.95 to 0.85 and back.
    case oneCycle = "one cycle"

    /// The schedule over so many steps.
    func schedule(steps: Int) -> any Schedule {
        switch self {
        case .constant: ConstantWarmup(steps: 0)
        case .steps: StepDecay(every: max(steps / 3, 1))
        case .cosine: CosineAnnealing(steps: steps)
        case .warmRestarts: CosineWarmRestarts(firstCycle: max(steps / 3, 1), growth: 2)
        case .cyclic: Cyclic(low: 0.1, rising: max(steps / 6, 1))
        case .oneCycle: OneCycle(steps: steps)
        }
    }

    /// What a sentence calls it.
    var inWords: String {
        switch self {
        case .constant: "the constant rate"
        case .cyclic: "cyclic rates"
        default: rawValue
        }
    }
}
