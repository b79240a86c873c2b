import Optimizers
import Parity
import Testing
import Weights

@Suite("Schedules as in PyTorch")
struct ScheduleTests {
    /// One of PyTorch's schedulers at a rate of 0.2, and the schedule that should repeat it.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var subject: String
        var schedule: any Schedule
        var testDescription: String { name }

        init(_ name: String, _ subject: String, _ schedule: any Schedule) {
            (self.name, self.subject, self.schedule) = (name, subject, schedule)
        }
    }

    private static let rate = 0.2

    /// What is a rate in PyTorch is a share of 0.2 here.
    @Test(arguments: [
        Case("step", "StepDecay", StepDecay(every: 7, gamma: 0.3)),
        Case("multi_step", "MultiStepDecay", MultiStepDecay(at: [30, 5, 11, 30])),
        Case("exponential", "ExponentialDecay", ExponentialDecay(gamma: 0.93)),
        Case("cosine", "CosineAnnealing", CosineAnnealing(steps: 40)),
        Case("cosine_floor", "CosineAnnealing, with a floor", CosineAnnealing(steps: 23, floor: 0.01 / rate)),
        Case("restarts", "CosineWarmRestarts", CosineWarmRestarts(firstCycle: 9, floor: 0.02 / rate)),
        Case(
            "restarts_growing", "CosineWarmRestarts, doubling",
            CosineWarmRestarts(firstCycle: 5, growth: 2, floor: 0.001 / rate)),
        Case("restarts_tripling", "CosineWarmRestarts, tripling", CosineWarmRestarts(firstCycle: 3, growth: 3)),
        Case("triangular", "Cyclic, triangular", Cyclic(low: 0.01 / rate, rising: 8)),
        Case(
            "triangular2", "Cyclic, triangular2",
            Cyclic(low: 0.02 / rate, rising: 6, falling: 9, shape: .triangular2)),
        Case(
            "exp_range", "Cyclic, exp_range",
            Cyclic(low: 0.05 / rate, rising: 5, falling: 4, shape: .expRange(gamma: 0.97), momentum: (0.7, 0.95))),
        Case("cyclic_steady", "Cyclic, without momentum", Cyclic(low: 0.01 / rate, rising: 8, momentum: nil)),
        Case("linear", "LinearWarmup", LinearWarmup(steps: 5)),
        Case("linear_long", "LinearWarmup, long", LinearWarmup(steps: 45, from: 0.001, to: 0.8)),
        Case("constant", "ConstantWarmup", ConstantWarmup(steps: 5)),
        Case("one_cycle", "OneCycle", OneCycle(steps: 60)),
        Case(
            "one_cycle_fastai", "OneCycle, with fastai's shares",
            OneCycle(steps: 60, rising: 0.25, divisor: 25, finalDivisor: 1e5)),
        Case("one_cycle_late", "OneCycle, late", OneCycle(steps: 60, rising: 0.99)),
        Case(
            "warmup_cosine", "SequentialSchedule, warm-up and cosine",
            SequentialSchedule(
                [LinearWarmup(steps: 10, from: 0.01), CosineAnnealing(steps: 49, floor: 0.004 / rate)],
                milestones: [10])),
        Case(
            "three_in_a_row", "SequentialSchedule of three",
            SequentialSchedule(
                [ConstantWarmup(steps: 100, at: 0.1), ExponentialDecay(gamma: 0.9), StepDecay(every: 8)],
                milestones: [12, 35])),
    ])
    func ratesAndMomentaArePyTorchs(_ test: Case) throws {
        let fixture = try fixture("schedules.safetensors")
        let rates = try #require(fixture["\(test.name).rate"]).floats
        let row = ParityRow("Schedules", test.subject, "rates of 60 steps", limit: 1e-6)
        try #require(rates.count == 60)
        for (step, rate) in rates.enumerated() {
            let found = Float(Self.rate * test.schedule.factor(at: step))
            // Each rate by its own size; only where a wave touches zero there is none.
            #expect(row.error([found], [rate], scale: max(rate, 1e-5)) < row.limit, "step \(step)")
        }
        let momenta = fixture["\(test.name).momentum"]?.floats
        let found = (0..<60).compactMap { test.schedule.momentum(at: $0).map { Float($0) } }
        guard let momenta else { return #expect(found.isEmpty) }
        let momentumRow = ParityRow("Schedules", test.subject, "momenta of 60 steps", limit: 1e-6)
        #expect(momentumRow.error(found, momenta) < momentumRow.limit)
    }

    @Test(arguments: [
        ("default", ReduceOnPlateau()),
        ("patient", ReduceOnPlateau(gamma: 0.5, patience: 2)),
        ("absolute", ReduceOnPlateau(gamma: 0.5, patience: 1, threshold: .absolute(0.05))),
        ("relative", ReduceOnPlateau(gamma: 0.7, patience: 1, threshold: .relative(0.2))),
        ("largest", ReduceOnPlateau(goal: .max, gamma: 0.5, patience: 1, threshold: .relative(0.02))),
        ("largest_absolute", ReduceOnPlateau(goal: .max, gamma: 0.9, patience: 0, threshold: .absolute(0.1))),
        ("cooldown", ReduceOnPlateau(gamma: 0.5, patience: 0, cooldown: 4)),
        ("floor", ReduceOnPlateau(gamma: 0.3, patience: 0, floor: 0.004 / rate)),
        ("epsilon", ReduceOnPlateau(gamma: 0.5, patience: 0, epsilon: 0.01 / rate)),
    ])
    func plateausArePyTorchs(_ name: String, _ plateau: ReduceOnPlateau) throws {
        let row = ParityRow("Schedules", "ReduceOnPlateau, \(name)", "rates of 60 epochs", limit: 1e-6)
        let fixture = try fixture("plateaus.safetensors")
        let rates = try #require(fixture[name]).floats
        let metrics = try #require(fixture[plateau.goal.rawValue]).floats
        try #require(metrics.count == 60 && rates.count == 60)
        var plateau = plateau
        for (epoch, (metric, rate)) in zip(metrics, rates).enumerated() {
            let found = Float(Self.rate * plateau.factor(after: Double(metric)))
            #expect(row.error([found], [rate]) < row.limit, "epoch \(epoch)")
        }
    }
}
