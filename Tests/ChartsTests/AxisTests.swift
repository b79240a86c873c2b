import Testing

@testable import Charts

@Suite struct AxisTests {
    @Test func roundedAxisHoldsItsValuesBetweenRoundEnds() {
        let axis = Axis(roundedAround: [0.21, 1.55], count: 5)
        #expect(axis.ticks.map(\.label) == ["0.2", "0.4", "0.6", "0.8", "1.0", "1.2", "1.4", "1.6"])
        #expect(abs(axis.fraction(of: 0.2)) < 1e-12)
        #expect(abs(axis.fraction(of: 0.55) - 0.25) < 1e-12)
        #expect(abs(axis.fraction(of: 1.6) - 1) < 1e-12)
    }

    @Test func percentagesGetWholeNumbers() {
        let axis = Axis(roundedAround: [56.2, 88.4], count: 5)
        #expect(axis.ticks.map(\.label) == ["55", "60", "65", "70", "75", "80", "85", "90"])
    }

    @Test func epochsAreWholeHoweverFew() {
        func labels(_ epochs: ClosedRange<Int>) -> [String] {
            Axis(holding: epochs.map(Double.init), count: 8, spacing: .linear, isWhole: true).ticks.map(\.label)
        }
        #expect(labels(1...1) == ["1"])
        #expect(labels(1...2) == ["1", "2"])
        #expect(labels(1...10) == (1...10).map(String.init))
        #expect(labels(1...40) == ["5", "10", "15", "20", "25", "30", "35", "40"])
    }

    @Test func aConstantStandsInTheMiddle() {
        for value in [0, 0.7, 1, 93.5, -2e-5, 3e9] {
            let axis = Axis(roundedAround: [value, value], count: 5)
            #expect(abs(axis.fraction(of: value) - 0.5) < 0.3, "\(value)")
            #expect(axis.ticks.count >= 2, "\(value)")
        }
    }

    @Test func verySmallAndVeryLargeNumbersAreWrittenWithPowersOfTen() {
        #expect(
            Axis(roundedAround: [1e-5, 4.5e-5], count: 5).ticks.map(\.label)
                == ["1e-5", "2e-5", "3e-5", "4e-5", "5e-5"])
        #expect(
            Axis(roundedAround: [0, 2e7], count: 5).ticks.map(\.label) == ["0", "5e6", "1.0e7", "1.5e7", "2.0e7"])
    }

    @Test func zeroHasNoSign() {
        for axis in [
            Axis(roundedAround: [-1, 1], count: 5),
            Axis(holding: [-0.4, 3], count: 8, spacing: .linear, isWhole: false),
        ] {
            #expect(axis.ticks.contains { $0.value == 0 })
            #expect(!axis.ticks.contains { $0.value == 0 && $0.label.hasPrefix("-") })
        }
    }

    @Test func learningRatesGetPowersOfTen() {
        let axis = Axis(holding: [1e-7, 10], count: 8, spacing: .logarithmic, isWhole: false)
        #expect(axis.ticks.map(\.label) == ["1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0", "1e1"])
        #expect(abs(axis.fraction(of: 1e-3) - 0.5) < 1e-12)
    }

    @Test func logarithmicAxesOfAnyLengthHaveTicks() {
        func labels(_ low: Double, _ high: Double) -> [String] {
            Axis(holding: [low, high], count: 8, spacing: .logarithmic, isWhole: false).ticks.map(\.label)
        }
        #expect(labels(2e-4, 8e-3) == ["2e-4", "5e-4", "1e-3", "2e-3", "5e-3"])
        #expect(labels(3.2e-3, 3.8e-3) == ["0.0032", "0.0033", "0.0034", "0.0035", "0.0036", "0.0037", "0.0038"])
        #expect(labels(0.01, 0.01).count >= 2)
        #expect((2...12).contains(labels(1e-90, 1e90).count))
    }

    /// Ranges around and far from zero, narrow and wide, tiny and huge.
    @Test(arguments: [0, 1, -1, 0.37, -812.5, 1e6, 1e15, -1e99, 1e-99], [0, 1e-99, 1e-9, 0.013, 1, 77, 5e6, 9e98])
    func ticksAreEvenlySpacedDistinctAndInRange(low: Double, span: Double) {
        for axis in [
            Axis(roundedAround: [low, low + span], count: 5),
            Axis(holding: [low, low + span], count: 8, spacing: .linear, isWhole: false),
        ] {
            let values = axis.ticks.map(\.value)
            let width = axis.range.upperBound - axis.range.lowerBound
            #expect(width > 0 && width.isFinite)
            #expect((2...13).contains(values.count), "\(values)")
            #expect(Set(axis.ticks.map(\.label)).count == values.count, "\(axis.ticks.map(\.label))")
            #expect(values.allSatisfy { (-1e-6...1 + 1e-6).contains(axis.fraction(of: $0)) })
            let step = width / Double(values.count)
            let gaps = zip(values.dropFirst(), values).map { $0 - $1 }
            #expect(gaps.allSatisfy { abs($0 - gaps[0]) < 1e-3 * step })
        }
    }
}
