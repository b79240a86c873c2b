import Testing

@testable import Datasets

struct StratifiedSplitTests {
    private let dataset = LabeledFiles(
        classes: ["many", "few"], samples: (0..<100).map { .init(path: "\($0)", label: $0 % 10 == 0 ? 1 : 0) })

    @Test func everyPartHasItsShareOfEveryClass() throws {
        let parts = try stratifiedSplit(dataset, fractions: [0.6, 0.2, 0.2], seed: 3)
        #expect(parts.map(\.countPerClass) == [[54, 6], [18, 2], [18, 2]])
        #expect(Set(parts.flatMap(\.indices)).count == 100)
        #expect(parts.allSatisfy { $0.indices == $0.indices.sorted() })
    }

    @Test func theSeedDecides() throws {
        func parts(_ seed: UInt64) throws -> [[Int]] {
            try stratifiedSplit(dataset, fractions: [0.5, 0.5], seed: seed).map(\.indices)
        }
        #expect(try parts(1) == parts(1))
        #expect(try parts(1) != parts(2))
    }

    @Test func badFractions() {
        #expect(throws: SplitError.self) { try stratifiedSplit(dataset, fractions: [0.5, 0.6], seed: 0) }
    }
}
