import Datasets
import Parity
import Testing

struct SplitTests {
    @Test func lengthsAreTorchs() throws {
        for split in try Fixture.load().splits {
            let row = ParityRow("Datasets", "random_split", "lengths", limit: 1e-6)
            let lengths = try splitLengths(split.count, fractions: split.fractions)
            #expect(row.error(lengths.map { Float($0) }, split.lengths.map { Float($0) }) == 0, "\(split)")
        }
    }

    @Test func sumThatExceedsOneByRounding() throws {
        #expect(try splitLengths(10, fractions: [0.2, 0.4, 0.3, 0.1]) == [2, 4, 3, 1])
    }

    @Test(arguments: [
        ([0.5, 0.6], "a sum of 1", "1.1"), ([0.5, 0.4], "a sum of 1", "0.9"), ([], "a sum of 1", "0.0"),
        ([1.5, -0.5], "no negative fraction", "-0.5"), ([.nan, 1], "no negative fraction", "nan"),
        ([.infinity], "a sum of 1", "inf"),
    ])
    func badFractions(_ fractions: [Double], expected: String, found: String) throws {
        let error = try #require(throws: SplitError.self) { try randomSplit(10, fractions: fractions, seed: 0) }
        #expect(error.expected == expected)
        #expect(error.found == found)
        #expect(error.description.hasSuffix("expected \(expected), found \(found)"))
    }

    @Test func partsAreDisjointCompleteAndRandom() throws {
        let parts = try randomSplit(101, fractions: [0.5, 0.25, 0.25], seed: 3)
        #expect(parts.map(\.count) == [51, 25, 25])
        #expect(parts.flatMap { $0 }.sorted() == Array(0..<101))
        #expect(parts.flatMap { $0 } != Array(0..<101))
    }

    @Test func seedDecides() throws {
        let first = try randomSplit(50, fractions: [0.5, 0.5], seed: 1)
        #expect(try randomSplit(50, fractions: [0.5, 0.5], seed: 1) == first)
        #expect(try randomSplit(50, fractions: [0.5, 0.5], seed: 2) != first)
    }

    @Test func partsOfADatasetLookIntoIt() throws {
        let dataset = CountingDataset(20)
        let parts = try randomSplit(dataset, fractions: [0.75, 0.25], seed: 4)
        #expect(parts.map(\.indices) == (try randomSplit(20, fractions: [0.75, 0.25], seed: 4)))
        for part in parts {
            #expect(part.classes == dataset.classes)
            for (position, index) in part.indices.enumerated() {
                #expect(part.label(at: position) == index % 2)
                #expect(part.name(at: position) == "image \(index)")
                #expect(try part.image(at: position).pixels[0] == UInt8(index))
            }
        }
    }

    @Test func subsetMayRepeatAndNest() throws {
        let inner = Subset(CountingDataset(10), indices: [9, 3, 3, 0])
        #expect(inner.count == 4)
        #expect(inner.countPerClass == [1, 3])
        #expect(Subset(inner, indices: [3, 0]).labels == [0, 1])
        #expect(try Subset(inner, indices: [3, 0]).image(at: 1).pixels[0] == 9)
    }

    @Test func indexOutsideTraps() async {
        await #expect(processExitsWith: .failure) { _ = Subset(CountingDataset(10), indices: [0, 10]) }
    }
}
