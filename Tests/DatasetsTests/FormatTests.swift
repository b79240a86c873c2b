import CZlib
import Files
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Inflating")
struct InflateTests {
    private let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 / 7 ^ $0) }

    private func packed() throws -> Data {
        var length = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        try #require(compress(&result, &length, bytes, uLong(bytes.count)) == Z_OK)
        return Data(result.prefix(Int(length)))
    }

    @Test func givesTheBytesBack() throws {
        #expect(try inflated(packed(), limit: bytes.count, file: "x") == Data(bytes))
    }

    /// The slice of a larger file does not begin at index 0.
    @Test func takesASlice() throws {
        #expect(try inflated((Data([1, 2, 3]) + packed()).dropFirst(3), limit: 1 << 20, file: "x") == Data(bytes))
    }

    @Test func refusesWhatIsCutDamagedOrTooLarge() throws {
        let packed = try packed()
        func found(_ data: Data, limit: Int = 1 << 20) throws -> String {
            try #require(throws: FileError.self) { try inflated(data, limit: limit, file: "x") }.found
        }
        #expect(try found(packed.dropLast(10)) == "data that end too early")
        #expect(try found(Data()) == "data that end too early")
        #expect(try found(Data("no zlib".utf8)) == "damaged data, or none of that kind")
        var damaged = packed
        damaged[damaged.count - 1] ^= 1
        #expect(try found(damaged) == "damaged data, or none of that kind")
        #expect(try found(packed, limit: bytes.count - 1) == "more")
    }
}

@Suite("MATLAB files")
struct MATFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func fixture(_ name: String) -> String {
        Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).mat").path
    }

    @Test func readsWhatScipyCompressed() throws {
        let arrays = try MATFile(contentsOfFile: fixture("labels")).arrays
        #expect(arrays == ["labels": [1, 2, 102, 2, 1, 102], "halves": [0.5, 2.5, 1.5, -3.5]])
    }

    @Test func readsEveryTypeOfNumber() throws {
        let arrays = try MATFile(contentsOfFile: fixture("setid")).arrays
        let expected = [
            "trnid": [1, 3], "valid": [2], "tstid": [6, 5, 4], "a name of more than four": [-1], "single": [0.25],
        ]
        #expect(arrays == expected)
    }

    @Test(arguments: ["labels", "setid"])
    func refusesEveryCut(_ name: String) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: fixture(name)))
        let all = try MATFile(contentsOfFile: fixture(name)).arrays
        for length in 0..<whole.count {
            let path = try folder.write("cut.mat", [UInt8](whole.prefix(length)))
            // A cut between two arrays leaves a good file with some of them.
            if let arrays = try? MATFile(contentsOfFile: path).arrays {
                #expect(arrays.allSatisfy { all[$0.key] == $0.value }, "\(length) bytes")
            }
        }
    }

    @Test func refusesOtherFiles() throws {
        func found(_ bytes: [UInt8]) throws -> String {
            let path = try folder.write("x.mat", bytes)
            return try #require(throws: FileError.self) { try MATFile(contentsOfFile: path) }.found
        }
        #expect(try found([1, 2]) == "only 2 bytes")
        #expect(try found([UInt8](repeating: 32, count: 200)) == "a file of another kind, version or byte order")
        let header = [UInt8](repeating: 32, count: 124) + [0, 1, 0x49, 0x4D]
        #expect(try found(header + [14, 0, 0, 0, 255, 255, 255, 255]) == "the end after 0")
        // An array of one double that claims to be 3×3.
        let array: [[UInt8]] = [
            [6, 0, 0, 0, 8, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0], [5, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0],
            [1, 0, 1, 0, 120, 0, 0, 0], [9, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ]
        #expect(try found(header + [14, 0, 0, 0, 56, 0, 0, 0] + array.flatMap { $0 }) == "1")
    }
}

@Suite("CIFAR's binary files")
struct CIFARTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func record(_ labels: UInt8..., first: UInt8 = 0) -> [UInt8] {
        labels
            + [10, 20, 30].flatMap { (plane: UInt8) in (0..<1024).map { $0 == 0 ? first : plane + UInt8($0 / 256) } }
    }

    @Test func readsPlanesAndLabelsOfSeveralFiles() throws {
        let a = try folder.write("a", record(1) + record(0, first: 7))
        let b = try folder.write("b", record(2, first: 9))
        let dataset = try CIFARDataset([a, b], classes: ["x", "y", "z"])
        #expect(dataset.labels == [1, 0, 2])
        let image = dataset.image(at: 1)
        #expect(image.width == 32 && image.height == 32)
        #expect(image.pixels.prefix(6) == [7, 7, 7, 10, 20, 30] && image.pixels.suffix(3) == [13, 23, 33])
        #expect(dataset.image(at: 2).pixels.first == 9 && dataset.image(at: 0).pixels.first == 0)
        #expect(dataset.name(at: 1) == "\(a), image 1" && dataset.name(at: 2) == "\(b), image 0")
    }

    @Test func takesTheFineOfTwoLabels() throws {
        let path = try folder.write("a", record(9, 1, first: 5))
        let dataset = try CIFARDataset([path], labelBytes: 2, classes: ["x", "y"])
        #expect(dataset.labels == [1] && dataset.image(at: 0).pixels.prefix(4) == [5, 5, 5, 10])
    }

    @Test func refusesOtherFiles() throws {
        func error(_ bytes: [UInt8]) throws -> FileError {
            let path = try folder.write("a", bytes)
            return try #require(throws: FileError.self) { try CIFARDataset([path], classes: ["x", "y"]) }
        }
        #expect(try error([]).found == "0 bytes")
        #expect(try error(record(0) + [1]).found == "3074 bytes")
        #expect(try error(record(0) + record(2)).found == "2 in record 1")
    }
}
