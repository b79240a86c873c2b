import Optimizers
import Parity
import Testing
import Weights

@Suite("One-cycle as in fastai")
struct FastaiOneCycleTests {
    @Test(arguments: [
        ("default", OneCycle.fastai(steps: 60)),
        ("frozen", .fastai(steps: 60, rising: 0.99)),
        ("unfrozen", .fastai(steps: 60, rising: 0.3, divisor: 5)),
    ])
    func ratesAndMomentaAreFastais(_ name: String, _ schedule: OneCycle) throws {
        let fixture = try fixture("one-cycle-fastai.safetensors")
        let rates = try #require(fixture["\(name).rate"]).floats
        let momenta = try #require(fixture["\(name).momentum"]).floats
        try #require(rates.count == 60 && momenta.count == 60)
        // fastai divides the cycle in single precision, so it is compared by its top rate, not step by step.
        let rateRow = ParityRow("Schedules", "OneCycle.fastai, \(name)", "rates of 60 steps", limit: 1e-6)
        #expect(rateRow.error((0..<60).map { Float(schedule.factor(at: $0)) }, rates) < rateRow.limit)
        let momentumRow = ParityRow("Schedules", "OneCycle.fastai, \(name)", "momenta of 60 steps", limit: 1e-6)
        let found = (0..<60).compactMap { schedule.momentum(at: $0).map { Float($0) } }
        #expect(momentumRow.error(found, momenta) < momentumRow.limit)
    }

    @Test func theEndComesAfterTheLastStep() {
        let schedule = OneCycle.fastai(steps: 10, finalDivisor: 50)
        #expect(schedule.factor(at: 9) > 1 / 50.0)
        #expect(abs(schedule.factor(at: 10) - 1 / 50.0) < 1e-12)
    }
}
