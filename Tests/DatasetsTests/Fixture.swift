import Foundation

/// What `Tests/Fixtures/make_datasets.py` wrote.
struct Fixture: Decodable {
    struct Folder: Decodable {
        struct Sample: Decodable {
            let path: String
            let label: Int
        }
        let files: [String]
        let classes: [String]
        let samples: [Sample]
    }

    struct Split: Decodable {
        let count: Int
        let fractions: [Double]
        let lengths: [Int]
    }

    struct Category: Decodable {
        let `class`: String
        let indices: [Int]
        let weightedSums: [Int]
    }

    struct Weighted: Decodable {
        let weights: [Double]
        let shares: [Float]
    }

    let folder: Folder
    let splits: [Split]
    let weighted: Weighted
    let fashionMNIST: [String: [Category]]

    static func load() throws -> Fixture {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/datasets.json")
        return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
}
