import Optimizers
import Testing

@Suite("The one-cycle schedule")
struct OneCycleTests {
    @Test(arguments: [
        ("default", OneCycle(steps: 57)),
        ("fastai", OneCycle(steps: 57, rising: 0.25, divisor: 25, finalDivisor: 1e5)),
        ("late", OneCycle(steps: 57, rising: 0.99)),
    ])
    func ratesAndMomentaArePyTorchs(_ name: String, _ schedule: OneCycle) throws {
        let expected = try fixture("one-cycle.safetensors")
        let rates = (0..<57).map { Float(2 * schedule.factor(at: $0)) }
        let momenta = (0..<57).map { Float(schedule.momentum(at: $0)) }
        #expect(isClose(rates, try #require(expected["\(name).rate"]).floats, within: 1e-6))
        #expect(isClose(momenta, try #require(expected["\(name).momentum"]).floats, within: 1e-6))
    }

    @Test func endsAndTopAreThoseAskedFor() {
        let schedule = OneCycle(steps: 11, rising: 0.5, divisor: 10, finalDivisor: 100, momentum: (0.6, 0.8))
        #expect(abs(schedule.factor(at: 0) - 0.1) < 1e-12)
        #expect(abs(schedule.factor(at: 10) - 0.001) < 1e-12)
        // The top lies at 0.5 · 11 − 1 = 4.5 steps.
        let factors = (0...10).map(schedule.factor(at:))
        #expect(factors.max() == factors[4] || factors.max() == factors[5])
        #expect(abs(schedule.momentum(at: 0) - 0.8) < 1e-12 && abs(schedule.momentum(at: 10) - 0.8) < 1e-12)
        #expect((0...10).map(schedule.momentum(at:)).allSatisfy { $0 >= 0.6 })
    }

    @Test func afterTheLastStepTheRateStays() {
        let schedule = OneCycle(steps: 10)
        #expect(schedule.factor(at: 25) == schedule.factor(at: 9))
        #expect(schedule.momentum(at: 25) == schedule.momentum(at: 9))
    }

    @Test(arguments: [1, 2, 3, 4])
    func veryShortCyclesHaveRatesToo(_ steps: Int) {
        let schedule = OneCycle(steps: steps)
        for step in 0..<steps {
            #expect((0...1).contains(schedule.factor(at: step)), "step \(step)")
            #expect((0.85...0.95).contains(schedule.momentum(at: step)), "step \(step)")
        }
    }
}
