import Foundation
import Optimizers
import Testing

@Suite("Schedules at their edges")
struct ScheduleEdgeTests {
    @Test func endsAndTopOfOneCycleAreThoseAskedFor() throws {
        let schedule = OneCycle(steps: 11, rising: 0.5, divisor: 10, finalDivisor: 100, momentum: (0.6, 0.8))
        #expect(abs(schedule.factor(at: 0) - 0.1) < 1e-12)
        #expect(abs(schedule.factor(at: 10) - 0.001) < 1e-12)
        // The top lies at 0.5 · 11 − 1 = 4.5 steps.
        let factors = (0...10).map(schedule.factor(at:))
        #expect(factors.max() == factors[4] || factors.max() == factors[5])
        let momenta = (0...10).compactMap(schedule.momentum(at:))
        #expect(momenta.count == 11 && momenta.allSatisfy { $0 >= 0.6 })
        #expect(abs(momenta[0] - 0.8) < 1e-12 && abs(momenta[10] - 0.8) < 1e-12)
    }

    @Test func afterTheLastStepOfOneCycleTheRateStays() {
        let schedule = OneCycle(steps: 10)
        #expect(schedule.factor(at: 25) == schedule.factor(at: 9))
        #expect(schedule.momentum(at: 25) == schedule.momentum(at: 9))
    }

    @Test(arguments: [1, 2, 3, 4])
    func veryShortCyclesHaveRatesToo(_ steps: Int) throws {
        let schedule = OneCycle(steps: steps)
        for step in 0..<steps {
            #expect((0...1).contains(schedule.factor(at: step)), "step \(step)")
            #expect((0.85...0.95).contains(try #require(schedule.momentum(at: step))), "step \(step)")
        }
    }

    @Test func perEpochAScheduleMovesOnlyBetweenEpochs() {
        let schedule = Cyclic(low: 0, rising: 2, momentum: (0.5, 0.9)).perEpoch(steps: 3)
        #expect((0..<9).map(schedule.factor(at:)) == [0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1])
        #expect((0..<9).map(schedule.momentum(at:)) == [0.9, 0.9, 0.9, 0.7, 0.7, 0.7, 0.5, 0.5, 0.5])
    }

    @Test func inARowEachScheduleHasItsOwnMomentum() {
        let schedule = SequentialSchedule(
            [LinearWarmup(steps: 2), Cyclic(low: 0, rising: 2, momentum: (0.5, 0.75))], milestones: [2])
        #expect((0..<5).map(schedule.momentum(at:)) == [nil, nil, 0.75, 0.625, 0.5])
    }

    @Test func aPlateauGoesOnFromWhatWasSaved() throws {
        let losses = (0..<20).map { 1 / Double($0 % 7 + 1) }
        var whole = ReduceOnPlateau(gamma: 0.5, patience: 1, cooldown: 1)
        let expected = losses.map { whole.factor(after: $0) }
        var parts = ReduceOnPlateau(gamma: 0.5, patience: 1, cooldown: 1)
        var found: [Double] = []
        for loss in losses {
            parts = try JSONDecoder().decode(ReduceOnPlateau.self, from: JSONEncoder().encode(parts))
            found.append(parts.factor(after: loss))
        }
        #expect(found == expected)
        #expect(Set(expected).count > 3)
    }

    @Test func aMilestoneTooMany() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SequentialSchedule([LinearWarmup(steps: 2), CosineAnnealing(steps: 5)], milestones: [2, 4])
        }
        #expect(errorText(result).contains("2 schedules need one milestone fewer, not 2"))
    }

    @Test func milestonesThatFall() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SequentialSchedule(
                [LinearWarmup(steps: 2), CosineAnnealing(steps: 5), ConstantWarmup(steps: 1)], milestones: [4, 2])
        }
        #expect(errorText(result).contains("the milestones must rise from above 0, but are [4, 2]"))
    }

    @Test func aCycleWithoutSteps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Cyclic(low: 0.1, rising: 5, falling: 0)
        }
        #expect(errorText(result).contains("must rise and fall for at least one step each, not 5 and 0"))
    }
}
