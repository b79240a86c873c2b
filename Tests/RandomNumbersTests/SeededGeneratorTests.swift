import RandomNumbers
import Testing

@Suite("The seeded generator")
struct SeededGeneratorTests {
    private func numbers(_ generator: SeededGenerator, _ count: Int = 8) -> [UInt64] {
        var generator = generator
        return (0..<count).map { _ in generator.next() }
    }

    @Test func theNumbersAreSplitMix64s() {
        // SplitMix64's first number for the seed 0 is E220A8397B1DCDAF; with that as its seed it goes on like this.
        #expect(
            numbers(SeededGenerator(seed: 0), 3) == [
                0xA706_DD2F_4D19_7E6F, 0xB382_A305_F441_4F5E, 0x631A_9154_FBAB_F717,
            ])
    }

    @Test func theSeedDecides() {
        #expect(numbers(SeededGenerator(seed: 5)) == numbers(SeededGenerator(seed: 5)))
        let firsts = (0..<1000).map { numbers(SeededGenerator(seed: $0), 1)[0] }
        #expect(Set(firsts).count == 1000, "neighbouring seeds must not give the same numbers")
    }

    @Test func streamsDependOnTheirIndicesAlone() {
        let generator = SeededGenerator(seed: 1)
        let forwards = (0..<20).map { numbers(generator.stream(3, $0)) }
        let backwards = (0..<20).reversed().map { numbers(generator.stream(3, $0)) }
        #expect(forwards == backwards.reversed())
        #expect(Set(forwards).count == 20)
        #expect(numbers(generator.stream(3, 17)) != numbers(generator.stream(17, 3)))
        #expect(numbers(generator.stream(3)) != numbers(generator.stream(3, 0)))
        #expect(numbers(generator.stream(3)) != numbers(generator))
    }

    @Test func streamsDependOnTheGenerator() {
        var generator = SeededGenerator(seed: 1)
        let first = numbers(generator.stream(0))
        #expect(first != numbers(SeededGenerator(seed: 2).stream(0)))
        _ = generator.next()
        #expect(first != numbers(generator.stream(0)))
    }

    @Test func uniformNumbersFillTheirRange() {
        var generator = SeededGenerator(seed: 2)
        let unit = (0..<40_000).map { _ in generator.uniform() }
        #expect(unit.allSatisfy { $0 >= 0 && $0 < 1 })
        // One standard deviation of each of these counts is about 60.
        for tenth in 0..<10 {
            let count = unit.filter { Int($0 * 10) == tenth }.count
            #expect(abs(count - 4000) < 300, "the numbers from \(tenth)/10 on")
        }
        let wide = (0..<40_000).map { _ in generator.uniform(in: -3...5) }
        #expect(wide.allSatisfy { $0 >= -3 && $0 <= 5 })
        #expect(abs(wide.reduce(0, +) / 40_000 - 1) < 0.05)
        #expect(wide.contains { $0 < -2.99 } && wide.contains { $0 > 4.99 })
        #expect(generator.uniform(in: 2...2) == 2)
    }

    @Test func normalNumbersHaveMeanZeroAndDeviationOne() {
        var generator = SeededGenerator(seed: 3)
        let values = (0..<40_000).map { _ in Double(generator.normal()) }
        let mean = values.reduce(0, +) / 40_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
        #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
        // Within one deviation lie 68.3 %, within two 95.4 %.
        for (limit, share) in [(1.0, 0.683), (2.0, 0.954)] {
            let found = Double(values.filter { abs($0) < limit }.count) / 40_000
            #expect(abs(found - share) < 0.01)
        }
        // Neighbours must not depend on each other.
        let products = zip(values, values.dropFirst()).map(*)
        #expect(abs(products.reduce(0, +) / 40_000) < 0.02)
    }

    @Test func permutationsHoldEveryNumberOnce() {
        var generator = SeededGenerator(seed: 4)
        let order = generator.permutation(100)
        #expect(order != Array(0..<100) && order.sorted() == Array(0..<100))
        #expect(generator.permutation(100) != order)
        #expect(generator.permutation(1) == [0] && generator.permutation(0) == [])
    }

    @Test func allPermutationsAreEquallyLikely() {
        var generator = SeededGenerator(seed: 5)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<6000 { counts[generator.permutation(3), default: 0] += 1 }
        #expect(counts.count == 6)
        // One standard deviation is 29.
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 150 })
    }
}
