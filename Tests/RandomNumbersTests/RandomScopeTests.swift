import RandomNumbers
import Testing

/// The first number of the next generator that the scope gives.
private func draw() -> UInt64 {
    var generator = RandomScope.generator()
    return generator.next()
}

@Suite("Scopes of randomness")
struct RandomScopeTests {
    private struct Stop: Error {}

    @Test func theSeedDecidesWhatAScopeGives() {
        let numbers = withSeed(1) { [draw(), draw(), draw()] }
        #expect(withSeed(1) { [draw(), draw(), draw()] } == numbers)
        #expect(withSeed(2) { [draw(), draw(), draw()] } != numbers)
        #expect(Set(numbers).count == 3, "every generator is another one")
    }

    @Test func anInnerScopeLeavesTheOuterOneWhereItWas() {
        let plain = withSeed(1) { [draw(), draw()] }
        let nested = withSeed(1) {
            let first = draw()
            let inner = withSeed(2) { [draw(), draw(), draw()] }
            return ([first, draw()], inner)
        }
        #expect(nested.0 == plain)
        #expect(nested.1 == withSeed(2) { [draw(), draw(), draw()] })
    }

    @Test func anInnerScopeWithTheSameSeedStartsAfresh() {
        let (outer, inner) = withSeed(1) { (draw(), withSeed(1) { draw() }) }
        #expect(outer == inner)
    }

    @Test func anErrorEndsTheScope() {
        let plain = withSeed(1) { [draw(), draw()] }
        let interrupted = withSeed(1) {
            let first = draw()
            #expect(throws: Stop.self) {
                try withSeed(2) {
                    _ = draw()
                    throw Stop()
                }
            }
            return [first, draw()]
        }
        #expect(interrupted == plain)
    }

    @Test func outsideOfAnyScopeEveryGeneratorIsAnotherOne() {
        #expect(Set((0..<100).map { _ in draw() }).count == 100)
    }

    @Test func theProcessStartsWithSeedZero() async {
        await #expect(processExitsWith: .success) {
            let outside = [draw(), draw()]
            #expect(withSeed(0) { [draw(), draw()] } == outside)
        }
    }

    @Test func tasksDoNotSeeEachOthersScopes() async {
        let expected = (0..<8).map { seed in withSeed(seed) { (0..<50).map { _ in draw() } } }
        let found = await withTaskGroup(of: (Int, [UInt64]).self) { group in
            for seed in 0..<8 {
                group.addTask { (seed, withSeed(UInt64(seed)) { (0..<50).map { _ in draw() } }) }
            }
            return await group.reduce(into: [[UInt64]](repeating: [], count: 8)) { $0[$1.0] = $1.1 }
        }
        #expect(found == expected)
    }
}
